"""The parts every desk is built from: values and handlers in, markup out, live or as HTML."""
