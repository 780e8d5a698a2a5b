/** Style of the comparison page: dark where the reader's system is. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --text: #1b1f24; --back: #ffffff; --quiet: #5b6570; --line: #d8dde3; --more: #b3261e; --less: #1a7f37; --whole: #5b7fa6; }
@media (prefers-color-scheme: dark) { :root { --text: #e6eaef; --back: #14181d; --quiet: #98a3af; --line: #2c343d; --more: #ff8a80; --less: #6fdd8b; --whole: #7ba3cf; } }
body { font: 14px/1.5 system-ui, sans-serif; color: var(--text); background: var(--back); max-width: 1480px; margin: 32px auto; padding: 0 24px; }
h1 { font-size: 22px; line-height: 1.3; border-left: 6px solid var(--whole); padding-left: 12px; }
h1.improved { border-color: var(--less); } h1.regressed { border-color: var(--more); }
h2 { font-size: 16px; margin: 32px 0 8px; }
p, dt, .sum { color: var(--quiet); } dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 16px; } dd { margin: 0; overflow-wrap: anywhere; }
.table { overflow-x: auto; } table { border-collapse: collapse; } th, td { text-align: left; padding: 3px 12px 3px 0; border-bottom: 1px solid var(--line); vertical-align: top; max-width: 44ch; overflow-wrap: break-word; }
th { color: var(--quiet); font-weight: 500; } .number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.beside { display: flex; flex-wrap: wrap; gap: 0 64px; } ul { margin: 0; padding-left: 20px; columns: 2 480px; } .made { margin-top: 40px; border-top: 1px solid var(--line); padding-top: 8px; }
td.more { color: var(--more); } td.less { color: var(--less); }
.waterfall > div { display: grid; grid-template-columns: 160px 1fr 120px; gap: 12px; align-items: center; height: 22px; } .lane { display: block; background: color-mix(in srgb, var(--line) 40%, transparent); height: 14px; }
.bar { display: block; height: 14px; min-width: 1px; background: var(--whole); } .bar.more { background: var(--more); } .bar.less { background: var(--less); } .figure { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
`;
