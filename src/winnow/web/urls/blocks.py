"""Time for prospecting: everybody's own; the report of a team is for who manages."""

from django.urls import path

from winnow.web.access import DESK, MANAGING, Rules
from winnow.web.views import blocks

urlpatterns = [
    path("blocks/", blocks.blocks, name="blocks"),
    path("blocks/accept/", blocks.block_accept, name="block_accept"),
    path("blocks/begin/", blocks.block_begin, name="block_begin"),
    path("blocks/kept/", blocks.report, name="blocks_kept"),
    path("blocks/<int:pk>/move/", blocks.block_move, name="block_move"),
    path("blocks/<int:pk>/drop/", blocks.block_drop, name="block_drop"),
    path("blocks/<int:pk>/restore/", blocks.block_restore, name="block_restore"),
]
RULES: Rules = {str(route.name): DESK for route in urlpatterns} | {"blocks_kept": MANAGING}
