"""The addresses of the web, one module an area, each with `urlpatterns` and `RULES`."""
