"""The common library: what every service stands on. It knows no service and no business word."""
