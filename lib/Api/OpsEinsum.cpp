// einsum: subscripts become lists of labels, operands are contracted in pairs
// by dot_general, all in one staged piece of IR.
#include "ArithmeticOps.h"
#include "ContractOps.h"
#include "IndexOps.h"
#include "ReduceOps.h"
#include "ShapeOps.h"
#include "Api/OpsHelpers.h"
#include <map>
using namespace weft;
using namespace weft::api;
using weft::detail::describeShape;

namespace {
/// Labels are letters; the axes of "..." are \1, \2 … from the right.
using Labels = std::string;
struct Subscripts {
  std::vector<Labels> in;
  Labels out;
  std::map<char, int64_t> sizes;
};
using Pair = std::pair<int, int>;
} // namespace

static bool has(const Labels &labels, char c) {
  return labels.find(c) != Labels::npos;
}

//===-- Parsing -----------------------------------------------------------===//
namespace {
class Parser {
public:
  Parser(const Site &site, const std::string &text,
         const std::vector<Shape> &shapes)
      : site(site), text(text), shapes(shapes) {}
  Subscripts run();

private:
  [[noreturn]] void fail(const std::string &rule) const {
    std::string received = "\"" + text + "\" of shapes ";
    for (size_t i = 0; i < shapes.size(); ++i)
      received += (i ? ", " : "") + describeShape(shapes[i]);
    failShape(site, rule, received);
  }
  /// Letters, with "..." as one \0.
  Labels letters(const std::string &term) const;
  Labels labelled(const Labels &term, const Shape &shape);
  Labels implicitOutput() const;

  const Site &site;
  const std::string &text;
  const std::vector<Shape> &shapes;
  Subscripts all;
  int repeated = 0; // axes of the longest "..."
};
} // namespace

Labels Parser::letters(const std::string &term) const {
  Labels out;
  for (size_t i = 0; i < term.size(); ++i) {
    if (term.compare(i, 3, "...") == 0) {
      if (has(out, '\0'))
        fail("\"...\" may stand once in each term");
      out += '\0';
      i += 2;
    } else if (std::isalpha(static_cast<unsigned char>(term[i]))) {
      out += term[i];
    } else {
      fail("subscripts are letters, \"...\", \",\" and \"->\"");
    }
  }
  return out;
}
Labels Parser::labelled(const Labels &term, const Shape &shape) {
  bool open = has(term, '\0');
  int64_t named = term.size() - open, rank = shape.size();
  if (open ? named > rank : named != rank)
    fail("each term must have a letter for each axis of its operand");
  Labels out;
  for (char c : term) {
    if (c != '\0') {
      out += c;
      continue;
    }
    repeated = std::max<int>(repeated, rank - named);
    for (int64_t k = rank - named; k > 0; --k)
      out += static_cast<char>(k);
  }
  for (size_t i = 0; i < out.size(); ++i) {
    if (size_t first = out.find(out[i]); shape[first] != shape[i])
      fail("an axis named twice in a term must have one size");
    auto [known, isNew] = all.sizes.insert({out[i], shape[i]});
    int64_t &size = known->second;
    if (size != shape[i] && size != 1 && shape[i] != 1)
      fail(std::string("axes of one name must have one size") +
           (out[i] < ' ' ? "" : std::string(": ") + out[i]));
    size = size == 1 ? shape[i] : size;
  }
  return out;
}
Labels Parser::implicitOutput() const {
  Labels out;
  for (int k = repeated; k > 0; --k)
    out += static_cast<char>(k);
  for (auto [c, size] : all.sizes) { // in the order of the alphabet
    int times = 0;
    for (const Labels &term : all.in)
      times += std::count(term.begin(), term.end(), c);
    if (c >= ' ' && times == 1)
      out += c;
  }
  return out;
}
Subscripts Parser::run() {
  std::string plain;
  for (char c : text)
    if (c != ' ')
      plain += c;
  size_t arrow = plain.find("->");
  std::string left = plain.substr(0, arrow);
  std::vector<std::string> terms(1);
  for (char c : left)
    if (c == ',')
      terms.emplace_back();
    else
      terms.back() += c;
  if (terms.size() != shapes.size())
    fail("there must be a term for each of " + std::to_string(shapes.size()) +
         " operands");
  for (size_t i = 0; i < terms.size(); ++i)
    all.in.push_back(labelled(letters(terms[i]), shapes[i]));
  if (arrow == std::string::npos) {
    all.out = implicitOutput();
    return all;
  }
  Labels out = letters(plain.substr(arrow + 2));
  for (char c : out) {
    if (c == '\0') {
      for (int k = repeated; k > 0; --k)
        all.out += static_cast<char>(k);
      continue;
    }
    if (has(all.out, c))
      fail(std::string("the output may name an axis once only: ") + c);
    if (!all.sizes.count(c))
      fail(std::string("the output may name axes of the operands only: ") + c);
    all.out += c;
  }
  if (repeated && !has(out, '\0'))
    fail("the output must have \"...\" where the operands do");
  return all;
}

//===-- In which order ----------------------------------------------------===//
namespace {
/// Labels of what is left, and what contracting two of them costs.
struct Step {
  const Subscripts &s;

  /// Of i and j, those that the output or a third term has.
  Labels result(const std::vector<Labels> &terms, int i, int j) const {
    Labels out;
    for (char c : terms[i] + terms[j]) {
      bool kept = has(s.out, c);
      for (int k = 0; k < int(terms.size()); ++k)
        kept |= k != i && k != j && has(terms[k], c);
      if (kept && !has(out, c))
        out += c;
    }
    return out;
  }
  double size(const Labels &labels) const {
    double n = 1;
    for (size_t i = 0; i < labels.size(); ++i)
      if (labels.find(labels[i]) == i)
        n *= s.sizes.at(labels[i]);
    return n;
  }
  std::vector<Labels> after(const std::vector<Labels> &terms, int i,
                            int j) const {
    std::vector<Labels> next;
    for (int k = 0; k < int(terms.size()); ++k)
      if (k != i && k != j)
        next.push_back(terms[k]);
    next.push_back(result(terms, i, j));
    return next;
  }
  /// The cheapest path and its cost, by trying all.
  double best(const std::vector<Labels> &terms, std::vector<Pair> &path) const {
    int n = terms.size();
    double least = HUGE_VAL;
    if (n < 2)
      return 0;
    for (int i = 0; i < n; ++i)
      for (int j = i + 1; j < n; ++j) {
        std::vector<Pair> rest;
        double cost =
            size(terms[i] + terms[j]) + best(after(terms, i, j), rest);
        if (cost >= least)
          continue;
        least = cost;
        path = {{i, j}};
        path.insert(path.end(), rest.begin(), rest.end());
      }
    return least;
  }
  std::vector<Pair> greedy(std::vector<Labels> terms) const {
    std::vector<Pair> path;
    while (terms.size() > 1) {
      int n = terms.size();
      Pair at;
      double least = HUGE_VAL;
      for (int i = 0; i < n; ++i)
        for (int j = i + 1; j < n; ++j) {
          // What the step makes larger counts, then what it takes.
          double grows = size(result(terms, i, j)) - size(terms[i]) -
                         size(terms[j]);
          double cost = grows + 1e-6 * size(terms[i] + terms[j]);
          if (cost < least)
            least = cost, at = {i, j};
        }
      path.push_back(at);
      terms = after(terms, at.first, at.second);
    }
    return path;
  }
};
constexpr size_t searched = 5;
} // namespace
static std::vector<Pair> pathOf(const Subscripts &s) {
  Step step{s};
  if (s.in.size() > searched)
    return step.greedy(s.in);
  std::vector<Pair> path;
  step.best(s.in, path);
  return path;
}

//===-- Building ----------------------------------------------------------===//
namespace {
struct Term {
  Value v;
  Labels labels;
};
class Builder {
public:
  Builder(const Words &w, const Subscripts &s) : w(w), s(s) {}
  Value run(ValueRange in);

private:
  int64_t rank(const Term &t) const { return t.labels.size(); }
  Term diagonal(Term t) const;
  Term withoutOnes(Term t) const;
  Term summed(Term t, const Labels &kept) const;
  Term product(const Term &x, const Term &y, const Labels &kept) const;
  Term ordered(const Term &t, const Labels &labels) const;

  const Words &w;
  const Subscripts &s;
};
} // namespace

Term Builder::ordered(const Term &t, const Labels &labels) const {
  List perm;
  for (char c : labels)
    perm.push_back(t.labels.find(c));
  return {w.transpose(t.v, perm), labels};
}
/// An axis named twice: as the last two they are one axis of n² elements, of
/// which every n+1st is on the diagonal.
Term Builder::diagonal(Term t) const {
  for (int64_t i = 0; i < rank(t); ++i) {
    int64_t j = t.labels.find(t.labels[i], i + 1);
    if (j == int64_t(Labels::npos))
      continue;
    List perm, dims(ir::typeOf(t.v).getShape());
    Labels rest;
    for (int64_t d = 0; d < rank(t); ++d)
      if (d != i && d != j) {
        perm.push_back(d);
        rest += t.labels[d];
      }
    int64_t n = dims[i];
    perm.append({i, j});
    Value v = w.transpose(t.v, perm);
    List shape;
    for (int64_t d : ArrayRef(perm).drop_back(2))
      shape.push_back(dims[d]);
    shape.push_back(n * n);
    v = w.reshape(v, shape);
    List start(shape.size(), 0), steps(shape.size(), 1);
    steps.back() = n + 1;
    t = {w.slice(v, start, shape, steps), rest + t.labels[i]};
    i = -1; // again: it may be named a third time
  }
  return t;
}
/// Axes of size 1 that repeat.
Term Builder::withoutOnes(Term t) const {
  List shape;
  Labels labels;
  for (auto [c, size] : llvm::zip(t.labels, ir::typeOf(t.v).getShape()))
    if (size == s.sizes.at(c)) {
      shape.push_back(size);
      labels += c;
    }
  return {w.reshape(t.v, shape), labels};
}
Term Builder::summed(Term t, const Labels &kept) const {
  List gone;
  Labels rest;
  for (int64_t d = 0; d < rank(t); ++d)
    if (has(kept, t.labels[d]))
      rest += t.labels[d];
    else
      gone.push_back(d);
  if (gone.empty())
    return t;
  return {ir::ReduceSumOp::create(w.b, w.loc, t.v, gone), rest};
}
Term Builder::product(const Term &x, const Term &y, const Labels &kept) const {
  List xb, yb, xc, yc, dims;
  Labels batch, xFree, yFree;
  for (int64_t i = 0; i < rank(x); ++i) {
    char c = x.labels[i];
    size_t j = y.labels.find(c);
    if (j == Labels::npos) {
      xFree += c;
    } else if (has(kept, c)) {
      xb.push_back(i), yb.push_back(j);
      batch += c;
    } else {
      xc.push_back(i), yc.push_back(j);
    }
  }
  for (char c : y.labels)
    if (!has(x.labels, c))
      yFree += c;
  Labels labels = batch + xFree + yFree;
  for (char c : labels)
    dims.push_back(s.sizes.at(c));
  auto type = ir::typeOf(x.v).clone(dims);
  if (xc.empty()) { // nothing is summed: a product that loops fuse with
    auto spread = [&](const Term &t) {
      Labels own;
      List at;
      for (size_t i = 0; i < labels.size(); ++i)
        if (has(t.labels, labels[i])) {
          own += labels[i];
          at.push_back(i);
        }
      return w.broadcast(ordered(t, own).v, dims, at);
    };
    return {ir::MulOp::create(w.b, w.loc, spread(x), spread(y)), labels};
  }
  return {ir::DotGeneralOp::create(w.b, w.loc, type, x.v, y.v, xb, yb, xc, yc),
          labels};
}
Value Builder::run(ValueRange in) {
  std::vector<Term> terms;
  for (auto [v, labels] : llvm::zip(in, s.in))
    terms.push_back(withoutOnes(diagonal({v, labels})));
  // Summed over at once is what one operand alone has.
  auto elsewhere = [&](int i, int j) {
    Labels kept = s.out;
    for (int k = 0; k < int(terms.size()); ++k)
      if (k != i && k != j)
        kept += terms[k].labels;
    return kept;
  };
  for (auto [i, j] : pathOf(s)) {
    Labels kept = elsewhere(i, j);
    Term x = summed(terms[i], kept + terms[j].labels);
    Term y = summed(terms[j], kept + terms[i].labels);
    // The order of operands in which the result need not be transposed.
    Labels last;
    if (terms.size() == 2)
      for (char c : s.out)
        if (has(x.labels, c) != has(y.labels, c))
          last += has(x.labels, c) ? 'x' : 'y';
    bool swap = !last.empty() && last.front() == 'y' && last.back() == 'x';
    Term z = swap ? product(y, x, kept) : product(x, y, kept);
    terms.erase(terms.begin() + j);
    terms.erase(terms.begin() + i);
    terms.push_back(z);
  }
  return ordered(summed(terms[0], s.out), s.out).v;
}

//===-- What the user calls -----------------------------------------------===//
static Array einsumAt(const Site &site, const std::string &subscripts,
                      const std::vector<Array> &xs) {
  if (xs.empty())
    failShape(site, "needs at least one operand", "none");
  std::vector<Shape> shapes;
  for (const Array &x : xs) {
    auto dims = dimsOf(nodeOf(site, x));
    shapes.emplace_back(dims.begin(), dims.end());
  }
  Typed type = promote(site, xs, Numbers);
  Subscripts s = Parser(site, subscripts, shapes).run();
  SmallVector<Array> exact;
  for (const Array &x : xs)
    exact.push_back(literalAs(x, type.dtype));
  return stage(site, exact, type.weak, [&](const Words &w, ValueRange in) {
    SmallVector<Value> same;
    for (Value v : in)
      same.push_back(w.convert(v, type.dtype));
    return Builder(w, s).run(same);
  });
}
Array weft::einsum(const std::string &subscripts, const Operand &x) {
  return einsumAt(Site("einsum", x.where), subscripts, {x.array});
}
Array weft::einsum(const std::string &subscripts, const Operand &x,
                   const Operand &y) {
  return einsumAt(Site("einsum", x.where), subscripts, {x.array, y.array});
}
Array weft::einsum(const std::string &subscripts, const Operand &x,
                   const Operand &y, const Operand &z) {
  return einsumAt(Site("einsum", x.where), subscripts,
                  {x.array, y.array, z.array});
}
Array weft::einsum(const std::string &subscripts, const std::vector<Array> &xs,
                   std::source_location where) {
  return einsumAt(Site("einsum", where), subscripts, xs);
}
std::vector<std::pair<int, int>>
weft::einsumPath(const std::string &subscripts,
                 const std::vector<Shape> &shapes, std::source_location where) {
  Site site("einsumPath", where);
  return pathOf(Parser(site, subscripts, shapes).run());
}

Array weft::kron(const Operand &x, const Operand &y) {
  Site site("kron", x.where);
  promote(site, {x.array, y.array}, Numbers);
  size_t rank = std::max(nodeOf(site, x.array).dims.size(),
                         nodeOf(site, y.array).dims.size());
  List left, right, dims;
  for (size_t i = 0; i < rank; ++i) {
    auto sizeOf = [&](const Array &a) -> int64_t {
      auto shape = dimsOf(a);
      size_t lead = rank - shape.size();
      return i < lead ? 1 : shape[i - lead];
    };
    left.append({sizeOf(x.array), 1});
    right.append({1, sizeOf(y.array)});
    dims.push_back(sizeOf(x.array) * sizeOf(y.array));
  }
  return composite(site, {x.array, y.array}, [&](const Arrays &in) {
    return withShape(
        site, withShape(site, in[0], left) * withShape(site, in[1], right),
        dims);
  });
}
