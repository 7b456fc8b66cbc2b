"""What routing reckoned speaks of colleagues only. Pure."""

from winnow.people.rights import Rows

PERSONAL = (Rows("route.Reckoned", keep=("figures",)),)
