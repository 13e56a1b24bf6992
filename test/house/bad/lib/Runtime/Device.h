// Runtime's header, which Trace must not see.
