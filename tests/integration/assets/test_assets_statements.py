"""A look-up costs one statement, a page one statement, however many rows."""


def test_a_label_is_looked_up_with_at_most_four_statements(register, statements):
    asset = register.asset()
    sent = statements(lambda: register.officer.get(f"/codes/{asset['code']}"))
    assert len(sent) <= 4, sent
    assert (sent[0], sent[-1]) == ("BEGIN", "COMMIT")


def test_a_page_of_fifty_costs_no_more_than_a_page_of_five(register, statements):
    for _ in range(7):
        register.asset()
    for query in ({}, {"q": "may tinh"}, {"unit": "BD"}, {"category": "tablet", "status": "in_store"}):
        few = statements(lambda query=query: register.officer.get("/assets", limit=5, **query))
        many = statements(lambda query=query: register.officer.get("/assets", limit=50, **query))
        most = 6 if "q" in query else 5  # words are first looked for among the newest (decision 18)
        assert len(few) == len(many) <= most, many


def test_registering_an_asset_takes_few_statements(register, statements):
    body = {"name": "Máy", "category": "tablet", "unit_id": register.bo_de["id"], "cost": 1, "serial": "S1"}
    assert len(statements(lambda: register.officer.made("/assets", body))) <= 14
