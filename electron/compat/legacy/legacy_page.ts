/** The page in a folder of tables: it shows nothing itself. Pure. */

export function legacyPage(title: string): string {
  const safe = title.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>${safe}: tables of a run</title>
<style>body { font: 16px/1.5 system-ui, sans-serif; max-width: 42rem; margin: 3rem auto; padding: 0 1rem } code { background: #8882; padding: 0 .3em }</style>
<h1>${safe}</h1>
<p>This folder holds the run as tables, for scripts: <code>tsv/</code> has the items of each processor, channel and memory and the utilization of each kind,
<code>legion_prof_ops.tsv</code> the operations, <code>legion_prof_processor.tsv</code> the list of lines, <code>json/</code> the scale and the names of the groups.</p>
<p>To look at the run, open its logs:</p>
<pre><code>legion_prof view legate_*.prof</code></pre>
<p>On a machine without a screen: <code>legion_prof serve legate_*.prof</code>, and open the address that it prints.</p>
</html>
`;
}
