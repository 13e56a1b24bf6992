// Refuses in two ways, of which a test prints one.
LogicalResult read(Import &i) {
  if (i.in.empty())
    return i.refuse("has no operands; there must be "
                    "one at least");
  return i.refuse("is refused in silence");
}
