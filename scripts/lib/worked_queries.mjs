// The questions of docs/queries.md: a heading, a block of SQL, and a block with the result over the run that its first line names.
const SECTION = /^## (\d+)\. (.*)$[^#]*?^```sql\n([\s\S]*?)^```\n\n```text (\S+)\n([\s\S]*?)^```$/gm;

/** In the order of the page. */
export function workedQueries(page) {
  return Array.from(page.matchAll(SECTION), ([, number, title, sql, run, result]) => ({ number: Number(number), title, sql, run, result }));
}

/** The page with the results that `answer(sql, run)` gives. */
export function withResults(page, answer) {
  return page.replace(SECTION, (section, number, title, sql, run, result) => `${section.slice(0, -'```'.length - result.length)}${answer(sql, run)}\`\`\``);
}
