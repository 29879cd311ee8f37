/**
 * How pages look: light and dark, on a phone and in print. One accent; all else are greys, and what a colour says a
 * mark or a word says too. Text has a contrast of 4.5 or more in both.
 */
export const STYLESHEET = `
:root {
  color-scheme: light dark;
  --paper: #fdfcfa; --raised: #f4f2ee; --ink: #1d1c1a; --soft: #5c5955; --rule: #dcd8d1; --faint: #eae7e1;
  --accent: #0b5394; --wash: #dbe8f4; --dot: #b9b4ab;
  --s0: #e3ebf3; --s1: #c5d8ea; --s2: #a2c1de; --s3: #7aa6ce; --s4: #4f87b9; --s5: #2a68a0; --s6: #0b4a82;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  --serif: "Iowan Old Style", "Palatino Linotype", Palatino, "URW Palladio L", Charter, Georgia, serif;
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #151618; --raised: #1f2124; --ink: #e8e6e1; --soft: #a6a29b; --rule: #3a3c40; --faint: #2a2c30;
    --accent: #8ec2f2; --wash: #1b3348; --dot: #56585d;
    --s0: #1f2a35; --s1: #23394e; --s2: #294c6b; --s3: #32648e; --s4: #4481b3; --s5: #68a3d6; --s6: #a8d2f7;
  }
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; scroll-padding-top: 1.5rem; -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.6 var(--sans); font-variant-numeric: tabular-nums; overflow-wrap: break-word; }
header, main, footer, nav { max-width: 46rem; margin: 0 auto; padding: 0 1.25rem; }
header { padding-top: 4rem; }
footer { padding-top: 3rem; padding-bottom: 5rem; color: var(--soft); font-size: .85rem; }
.skip { position: absolute; left: -100vw; }
.skip:focus { left: 1rem; top: 1rem; background: var(--paper); padding: .5rem; }
a { color: var(--accent); text-underline-offset: .15em; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 2px; }
.kicker { margin: 0 0 1rem; color: var(--soft); font-size: .85rem; }
.kicker b { color: var(--ink); font-weight: 600; }
h1 { margin: 0 0 2.25rem; font: 500 clamp(1.75rem, 1.2rem + 2.6vw, 2.7rem)/1.18 var(--serif); letter-spacing: -.01em; text-wrap: balance; }
h2 { margin: 0 0 1.25rem; font: 500 1.6rem/1.25 var(--serif); }
h3 { margin: 2.25rem 0 .75rem; font-size: 1rem; font-weight: 600; }
p { margin: 0 0 1rem; }
section { margin-top: 4.5rem; padding-top: 2rem; border-top: 1px solid var(--rule); }
.remark, figcaption, caption { color: var(--soft); font-size: .85rem; line-height: 1.5; }
.warning { padding: .75rem 1rem; border-left: 3px solid var(--ink); background: var(--raised); }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(11.5rem, 1fr)); gap: 1.75rem 2rem; margin-bottom: 2.5rem; }
.figures p { margin: 0; }
.big { font: 500 1.75rem/1.2 var(--sans); letter-spacing: -.02em; white-space: nowrap; }
.figures > :first-child .big { color: var(--accent); }
@media (max-width: 34rem) {
  .figures { grid-template-columns: 1fr 1fr; gap: 1.5rem 1.25rem; }
  .figures > :first-child { grid-column: 1 / -1; }
  .figures > :not(:first-child) .big { font-size: 1.3rem; }
}
.unit { margin: .25rem 0 .35rem !important; font-size: .9rem; line-height: 1.4; }
nav { margin-top: 2.5rem; font-size: .9rem; }
nav ul { display: flex; flex-wrap: wrap; gap: .35rem 1.25rem; margin: 0; padding: 1rem 0; border-top: 1px solid var(--rule); list-style: none; }
nav a { text-decoration: none; }
nav a:hover { text-decoration: underline; }
figure { margin: 1.5rem 0 2rem; }
figcaption { margin-top: .75rem; }
svg { display: block; width: 100%; height: auto; overflow: visible; }
svg.narrow { display: none; }
@media (max-width: 34rem) {
  header { padding-top: 2rem; }
  section { margin-top: 3rem; }
  svg.wide { display: none; }
  svg.narrow { display: block; }
}
svg text { fill: var(--soft); font: 12px var(--sans); }
svg text.name { fill: var(--ink); paint-order: stroke; stroke: var(--paper); stroke-width: 4px; stroke-linejoin: round; }
svg text.value { font-weight: 600; }
svg .main text.value, svg text.title { fill: var(--soft); }
svg .main text.value { fill: var(--accent); }
.grid { stroke: var(--faint); }
.axis, .leader { stroke: var(--rule); fill: none; }
.zero { stroke: var(--ink); stroke-width: 1.25; }
.range { stroke: var(--soft); stroke-width: 2; }
.interval circle { fill: var(--soft); }
.main .range { stroke: var(--accent); stroke-width: 2.5; }
.main circle { fill: var(--accent); }
.tried circle { fill: var(--dot); }
.band { fill: var(--accent); opacity: .16; }
.best, .program .course { stroke: var(--accent); stroke-width: 2.25; fill: none; stroke-linejoin: round; }
.point circle { fill: var(--paper); stroke: var(--accent); stroke-width: 2; }
.point:hover circle { fill: var(--accent); }
.bar-line { stroke: var(--ink); stroke-width: 1.5; stroke-dasharray: 6 4; }
.start-line { stroke: var(--soft); stroke-width: 1.25; stroke-dasharray: 2 3; }
.curve .course { stroke: var(--soft); stroke-width: 1.4; fill: none; }
.curve.program .course { stroke: var(--accent); stroke-width: 2.5; }
.curve:hover .course, .curve:focus .course { stroke-width: 3.5; }
.dash-1 .course { stroke-dasharray: 7 3; }
.dash-2 .course { stroke-dasharray: 2 3; }
.dash-3 .course { stroke-dasharray: 8 3 2 3; }
.dash-4 .course { stroke-dasharray: 4 4; }
.stack { height: 1.75rem; border-radius: 3px; }
.shade-trained { fill: var(--accent); background: var(--accent); }
.shade-stopped { fill: var(--s4); background: var(--s4); }
.shade-failed { fill: var(--s2); background: var(--s2); }
.shade-refused { fill: var(--soft); background: var(--soft); }
.shade-repeat { fill: var(--dot); background: var(--dot); }
.shade-structure { fill: var(--rule); background: var(--rule); }
.swatch { display: inline-block; width: .8rem; height: .8rem; margin-right: .5rem; border-radius: 2px; vertical-align: -.08rem; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.map { min-width: 27rem; max-width: 36rem; margin: 0 auto; }
.map text { font-size: 10px; }
.map text.title { font-size: 11px; }
.empty { fill: var(--raised); }
.map a rect { cursor: pointer; }
.map a:hover rect, .map a:focus rect { stroke: var(--ink); stroke-width: 2; }
.ring { stroke: var(--ink); stroke-width: 2; }
${[0, 1, 2, 3, 4, 5, 6].map((k) => `.shade-${k} { fill: var(--s${k}); background: var(--s${k}); }`).join("\n")}
.legend { margin: .75rem 0 0; text-align: center; color: var(--soft); font-size: .85rem; }
.legend .swatch { margin: 0 1px; width: 1.2rem; }
pre { margin: 1rem 0; padding: 1rem 1.1rem; overflow-x: auto; background: var(--raised); border-radius: 4px; font: .82rem/1.55 var(--mono); tab-size: 2; }
code { font-family: var(--mono); font-size: .92em; }
pre code { font-size: 1em; }
.diff { padding: .6rem 1.1rem; }
.diff code { display: block; width: max-content; min-width: 100%; }
ins, del { display: block; text-decoration: none; }
ins { color: var(--accent); }
del { color: var(--soft); }
.scroll { overflow-x: auto; margin: 1.25rem 0; }
table { width: 100%; border-collapse: collapse; font-size: .88rem; }
caption { padding-bottom: .5rem; text-align: left; }
th, td { padding: .42rem .9rem .42rem 0; border-bottom: 1px solid var(--faint); text-align: left; vertical-align: top; font-weight: 400; }
th:last-child, td:last-child { padding-right: 0; }
thead th { color: var(--soft); border-bottom-color: var(--rule); font-size: .82rem; vertical-align: bottom; }
.number { text-align: right; white-space: nowrap; }
tr.marked > * { font-weight: 600; }
dl { margin: 1.25rem 0; }
dl > div { display: grid; grid-template-columns: 10rem 1fr; gap: 0 1.25rem; padding: .4rem 0; border-bottom: 1px solid var(--faint); }
dt { color: var(--soft); font-size: .9rem; }
dd { margin: 0; font-size: .9rem; }
@media (max-width: 34rem) { dl > div { grid-template-columns: 1fr; } }
details { margin: .6rem 0; }
summary { cursor: pointer; color: var(--accent); font-size: .9rem; }
details details { margin-left: 1rem; }
details:target > summary { font-weight: 600; }
.lineage { margin: 0; padding: 0; list-style: none; }
.lineage > li { position: relative; padding: 0 0 1.25rem 1.5rem; border-left: 1px solid var(--rule); }
.lineage > li::before { content: ""; position: absolute; left: -5px; top: .5rem; width: 9px; height: 9px; border-radius: 50%; background: var(--paper); border: 2px solid var(--soft); }
.lineage > li:last-child::before { border-color: var(--accent); background: var(--accent); }
.step { margin: 0; }
.outcome { color: var(--soft); font-size: .88rem; }
.choice > input { position: absolute; opacity: 0; }
.choice > label { display: inline-block; margin-right: 1.25rem; padding-bottom: .15rem; color: var(--soft); font-size: .9rem; cursor: pointer; }
.choice > input:checked + label { color: var(--ink); border-bottom: 2px solid var(--accent); }
.choice > input:focus-visible + label { outline: 2px solid var(--accent); outline-offset: 3px; }
.choice-steps, #course-steps:checked ~ .choice-trained { display: none; }
#course-steps:checked ~ .choice-steps { display: block; }
math { font-family: "STIX Two Math", "Cambria Math", "Latin Modern Math", "STIX Math", "Noto Sans Math", "DejaVu Math TeX Gyre", math; font-size: 1.08rem; }
.formula math[display="block"] { margin: 0; text-align: left; }
.equations mtd { padding: .32rem .2rem; }
.equations > mtr > mtd:first-child { text-align: right; }
.equations > mtr > mtd:last-child, .cases mtd { text-align: left; }
.cases mtd { padding: .1rem .5rem; }
.defaults math { margin-right: 1.25rem; }
.digest code { overflow-wrap: anywhere; }
#tip { position: fixed; z-index: 1; max-width: min(22rem, 90vw); padding: .5rem .7rem; border-radius: 4px; background: var(--ink); color: var(--paper); font-size: .82rem; line-height: 1.4; pointer-events: none; }
@media print {
  :root { color-scheme: light; --paper: #fff; --raised: #f4f2ee; --ink: #1d1c1a; --soft: #5c5955; --rule: #dcd8d1; --faint: #eae7e1; --accent: #0b5394; --dot: #b9b4ab;
    --s0: #e3ebf3; --s1: #c5d8ea; --s2: #a2c1de; --s3: #7aa6ce; --s4: #4f87b9; --s5: #2a68a0; --s6: #0b4a82; }
  body { font-size: 10pt; }
  header, main, footer { max-width: none; padding-left: 0; padding-right: 0; }
  header { padding-top: 0; }
  section { margin-top: 2rem; padding-top: 1rem; }
  nav, .skip, details:not([open]), .choice > label, #tip { display: none; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; }
  .scroll { overflow: visible; }
  h2, h3, .step { break-after: avoid; }
  figure, tr, pre { break-inside: avoid; }
  svg { max-height: 9cm; }
  svg.wide { display: block; }
  svg.narrow { display: none; }
  .map { max-height: none; min-width: 0; max-width: 12cm; }
  svg, rect, circle, ins { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
