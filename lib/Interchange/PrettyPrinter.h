// Documents that break where they do not fit (Lindig, "Strictly Pretty"), as
// JAX's printer has them: a group is flat if it fits by itself, whatever
// follows it.
#ifndef WEFT_INTERCHANGE_PRETTYPRINTER_H
#define WEFT_INTERCHANGE_PRETTYPRINTER_H

#include <memory>
#include <string>
#include <vector>

namespace weft::ir::pretty {

struct Node;
/// Immutable; null is the empty document.
using Doc = std::shared_ptr<const Node>;

Doc text(std::string content);
/// A line break, or `flat` where the group around it is flat.
Doc brk(std::string flat = " ");
Doc concat(std::vector<Doc> parts);
/// Indents the lines that begin inside `content`.
Doc nest(int columns, Doc content);
Doc group(Doc content);
/// The parts with `separator` between them.
Doc join(const Doc &separator, const std::vector<Doc> &parts);

std::string format(const Doc &doc, int width = 80);

} // namespace weft::ir::pretty

#endif // WEFT_INTERCHANGE_PRETTYPRINTER_H
