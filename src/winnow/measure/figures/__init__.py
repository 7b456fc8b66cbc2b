"""What the pages of figures say: metrics as blocks of plain values, which can be kept as JSON and shown by any door.

PAGES["response"].build(facts, scope) -> tuple[Block, ...]
"""
