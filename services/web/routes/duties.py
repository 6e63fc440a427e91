"""What falls due: by which day, on which basis, how near."""

from flask import Blueprint, render_template

from services.web.backstage import fetch

pages = Blueprint("duties", __name__, url_prefix="/duties")


@pages.get("")
def listing() -> str:
    """The register's own clocks, the nearest first."""
    return render_template("duties.html", found=fetch("assets", "/duties"))
