"""The peer of the sync bench: dlt reads the same three lists from the same server and merges them into the same PostgreSQL.
Records are kept whole as JSON, as Tieout keeps them; everything else is dlt's default. Prints {"rows": …, "seconds": …}."""
import json
import sys
import time

import dlt
import requests

base, key, database, dataset = sys.argv[1:5]
session = requests.Session()
session.headers["Authorization"] = f"Bearer {key}"
counted = 0


def pages(path, **query):
    global counted
    after = {}
    while True:
        answer = session.get(f"{base}/v1/{path}", params={"limit": 100, **query, **after})
        answer.raise_for_status()
        page = answer.json()
        counted += len(page["data"])
        yield page["data"]
        if not page["has_more"]:
            return
        after = {"starting_after": page["data"][-1]["id"]}


@dlt.resource(primary_key="id", write_disposition="merge", max_table_nesting=0)
def balance_transactions():
    yield from pages("balance_transactions", **{"expand[]": "data.source"})


@dlt.resource(primary_key="id", write_disposition="merge", max_table_nesting=0)
def payouts():
    yield from pages("payouts")


@dlt.transformer(data_from=payouts, primary_key=["payout", "id"], write_disposition="merge", max_table_nesting=0)
def payout_items(listed):
    for payout in listed:
        if payout["automatic"] and payout.get("reconciliation_status") == "completed":
            for page in pages("balance_transactions", payout=payout["id"], **{"expand[]": "data.source"}):
                yield [{**item, "payout": payout["id"]} for item in page]


pipeline = dlt.pipeline(pipeline_name=dataset, destination=dlt.destinations.postgres(database), dataset_name=dataset, pipelines_dir=sys.argv[5])
began = time.perf_counter()
pipeline.run([balance_transactions(), payouts(), payout_items()])
print(json.dumps({"rows": counted, "seconds": time.perf_counter() - began}))
