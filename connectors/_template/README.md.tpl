# __Title__

| | |
|---|---|
| API and version | … |
| Credentials | a key that may only read |
| Streams | `entries` |
| Order and paging | by (updated, id), oldest first |
| Late rows | lookback, 48 hours by default |
| Own totals | balance per currency against Σ net of entries |
| Limits | … requests per second; 429 with Retry-After |

Quirks that the transform relies on, each with its source:

- …
