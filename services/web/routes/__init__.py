"""The pages, by group: each reads a form, asks the services and shows a template. No rule lives here."""

from flask import Blueprint

from services.web.routes import (
    assets,
    counting,
    handovers,
    home,
    imports,
    labels,
    landing,
    law,
    lists,
    login,
    mine,
    moves,
    notices,
    people,
    posts,
    printers,
    recalls,
    records,
    relabelling,
    returns,
    rolls,
    scan,
    stocktakes,
    successions,
    tasks,
    units,
)

BLUEPRINTS: tuple[Blueprint, ...] = tuple(
    module.pages
    for module in (
        login,
        landing,
        home,
        scan,
        assets,
        handovers,
        returns,
        records,
        mine,
        people,
        moves,
        posts,
        units,
        successions,
        lists,
        law,
        recalls,
        notices,
        imports,
        labels,
        printers,
        rolls,
        relabelling,
        tasks,
        stocktakes,
        counting,
    )
)
