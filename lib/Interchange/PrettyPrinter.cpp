// See PrettyPrinter.h.
#include "Interchange/PrettyPrinter.h"

namespace weft::ir::pretty {

struct Node {
  enum Kind { Text, Break, Concat, Nest, Group } kind;
  std::string content;
  std::vector<Doc> parts;
  int columns = 0;
};

static Doc make(Node node) {
  return std::make_shared<const Node>(std::move(node));
}
Doc text(std::string content) {
  return make({Node::Text, std::move(content), {}});
}
Doc brk(std::string flat) { return make({Node::Break, std::move(flat), {}}); }
Doc concat(std::vector<Doc> parts) {
  return make({Node::Concat, {}, std::move(parts)});
}
Doc nest(int columns, Doc content) {
  return make({Node::Nest, {}, {std::move(content)}, columns});
}
Doc group(Doc content) { return make({Node::Group, {}, {std::move(content)}}); }

Doc join(const Doc &separator, const std::vector<Doc> &parts) {
  std::vector<Doc> all;
  for (const Doc &part : parts) {
    if (!all.empty())
      all.push_back(separator);
    all.push_back(part);
  }
  return concat(std::move(all));
}

/// Columns that `content` takes when flat, in characters (not bytes).
static int columnsOf(const std::string &content) {
  int n = 0;
  for (unsigned char c : content)
    n += (c & 0xC0) != 0x80;
  return n;
}

/// Whether a flat `doc` takes at most `width` columns; no more of it is read
/// than that.
static bool fits(const Node *doc, int width) {
  std::vector<const Node *> agenda{doc};
  while (width >= 0 && !agenda.empty()) {
    const Node *top = agenda.back();
    agenda.pop_back();
    if (!top)
      continue;
    width -= columnsOf(top->content);
    for (size_t i = top->parts.size(); i-- > 0;)
      agenda.push_back(top->parts[i].get());
  }
  return width >= 0;
}

std::string format(const Doc &doc, int width) {
  struct Item {
    int indent;
    bool flat;
    const Node *node;
  };
  std::vector<Item> agenda{{0, false, doc.get()}};
  std::string out;
  int column = 0;
  while (!agenda.empty()) {
    auto [indent, flat, node] = agenda.back();
    agenda.pop_back();
    if (!node)
      continue;
    if (node->kind == Node::Break && !flat) {
      out += '\n' + std::string(indent, ' ');
      column = indent;
      continue;
    }
    out += node->content;
    column += columnsOf(node->content);
    if (node->kind == Node::Nest)
      indent += node->columns;
    if (node->kind == Node::Group && !flat)
      flat = fits(node->parts[0].get(), width - column);
    for (size_t i = node->parts.size(); i-- > 0;)
      agenda.push_back({indent, flat, node->parts[i].get()});
  }
  return out;
}

} // namespace weft::ir::pretty
