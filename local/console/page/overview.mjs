// The overview as the page keeps it: the first answer with all changes since then.

/** A link has no ID, and its content identifies it. */
const keyOf = (row) => row.id ?? JSON.stringify(row);

/** The overview after an answer of `overview?since=TAG`. Lists without changes stay the same objects. */
export function merge(overview, answer) {
  if (!answer.changes) return answer;
  const lists = Object.entries(answer.changes).map(([name, changes]) => [
    name,
    mergeList(overview[name], changes),
  ]);
  return { ...overview, tag: answer.tag, ...Object.fromEntries(lists) };
}

function mergeList(list, { rows, removed }) {
  const byKey = new Map(list.map((row) => [keyOf(row), row]));
  for (const key of removed) byKey.delete(key);
  for (const row of rows) byKey.set(keyOf(row), row);
  return [...byKey.values()];
}
