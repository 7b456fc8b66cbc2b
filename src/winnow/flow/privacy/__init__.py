"""People's rights over what is kept of them: to be told, to be forgotten, not to be contacted."""
