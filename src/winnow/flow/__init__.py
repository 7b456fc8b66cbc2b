"""The table of contents: every inquiry comes in through `receive`, every clock is kept by `tick`."""

from winnow.flow.intake import Terms, receive

__all__ = ["Terms", "receive"]
