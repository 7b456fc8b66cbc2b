"""How the report looks: Winnow's colours on paper and on ink, written into the page."""

STYLE = """
:root{color-scheme:light dark;--ground:light-dark(#f6f4f0,#131211);--surface:light-dark(#fff,#1b1a18);
--line:light-dark(#e6e2da,#33312d);--ink:light-dark(#1f1c18,#eeebe5);--ink-2:light-dark(#524d45,#bdb8ae);
--accent:light-dark(#3a49b8,#a9b3ff);--soft:light-dark(#d9ddf8,#31365c);--good:light-dark(#17693f,#7fd3a4);
--bad:light-dark(#a92318,#ff9d91);--warn:light-dark(#7d4c00,#f0bf6a)}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:1rem/1.5 ui-sans-serif,system-ui,"Segoe UI",Roboto,
Helvetica,Arial,sans-serif;font-variant-numeric:tabular-nums}
main{max-width:72rem;margin:0 auto;padding:1.5rem 1rem 4rem}
h1{font-size:1.6rem;line-height:1.2;overflow-wrap:anywhere}h2{font-size:1.15rem;margin:0 0 .75rem}
section{background:var(--surface);border:1px solid var(--line);border-radius:.6rem;padding:1rem;margin-top:1rem}
.answer,.refusal{font-size:1.15rem;max-width:46rem;border-left:4px solid var(--good);padding-left:.75rem}
.refusal{border-color:var(--bad)}
.pair{display:grid;gap:1rem;grid-template-columns:minmax(0,3fr) minmax(0,2fr);align-items:start}
@media(max-width:60rem){.pair{grid-template-columns:minmax(0,1fr)}}
.pair .wide td,.pair .wide th[scope=row]{white-space:nowrap}
figure{margin:0;overflow-x:auto}.wide{overflow-x:auto}.wide:focus-visible{outline:2px solid var(--accent)}
table{border-collapse:collapse;width:100%;font-size:.9rem}caption{text-align:left;color:var(--ink-2);padding-bottom:.4rem}
th,td{text-align:right;padding:.25rem .5rem;border-bottom:1px solid var(--line);font-weight:400}
thead th{color:var(--ink-2);vertical-align:bottom}th:first-child{text-align:left}
.words td,.words thead th{text-align:left}.words th,.words td{overflow-wrap:anywhere;vertical-align:top}
ul{margin:.75rem 0 0;padding-left:1.2rem;max-width:48rem}li{margin:.25rem 0;overflow-wrap:anywhere}
.cut-picture{width:100%;min-width:28rem;height:auto;display:block}
.cut-picture text{fill:var(--ink-2);font-size:13px}.cut-picture .cut-label{fill:var(--ink);font-weight:600;
paint-order:stroke;stroke:var(--surface);stroke-width:4px}
.cut-grid{stroke:var(--line)}.cut-chance{stroke:var(--ink-2);stroke-dasharray:2 5;fill:none}
.cut-band{fill:var(--soft)}.cut-line{stroke:var(--accent);stroke-width:2.5;fill:none}
.cut-money{stroke:var(--warn);stroke-width:2;stroke-dasharray:6 4;fill:none}
.cut-mark{stroke:var(--good);stroke-width:1.5}.cut-half{stroke:var(--ink-2);stroke-dasharray:4 4}
.cut-today{stroke:var(--warn)}.cut-dot{fill:var(--accent)}.cut-whisker{stroke:var(--accent);stroke-width:1.5}
@media print{body{background:#fff}section{break-inside:avoid}}
"""
