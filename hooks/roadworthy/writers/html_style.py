"""The looks of the page and what it does: show the rows of one state, and open the row that its address names.

`review.html#3.2.4` shows that item, open.
"""

from __future__ import annotations

STYLE = """
:root{--page:#fff;--card:#f6f7f9;--line:#d9dde3;--text:#1b2129;--soft:#5a6572;--link:#0b5cad;--pass:#1a7f45;--gap:#b3261e;
--unknown:#8a6100;--attested:#5b3fa8;--na:#6b7480;--staging:#0b5cad;--production:#8a3fa0}
@media(prefers-color-scheme:dark){:root{--page:#14171b;--card:#1d2228;--line:#343b44;--text:#e8ebef;--soft:#a3adb9;
--link:#7db8f5;
--pass:#5fcb8c;--gap:#ff8a80;--unknown:#e5b454;--attested:#b9a3f5;--na:#98a2ad;--staging:#7db8f5;--production:#d79bea}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:62rem;padding:1.25rem 1rem 4rem;background:var(--page);color:var(--text);
font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;overflow-wrap:anywhere}
h1{font-size:1.6rem;margin:.2rem 0}h2{font-size:1.1rem;margin:2rem 0 .6rem}h2 span{color:var(--soft);
font-variant-numeric:tabular-nums}
h3{font-size:.95rem;font-weight:500;margin:1.2rem 0 .4rem}header p{margin:.2rem 0 .8rem;color:var(--soft)}header strong{
color:var(--text);font-size:1.3rem}
a{color:var(--link)}code{font:.86em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
.bar{display:flex;gap:2px;height:10px;border-radius:5px;overflow:hidden}.bar span{min-width:3px}
.bar .pass{background:var(--pass)}.bar .gap{background:var(--gap)}.bar .unknown{background:var(--unknown)}.bar .attested{
background:var(--attested)}
nav{position:sticky;top:0;z-index:1;display:flex;flex-wrap:wrap;gap:.4rem;padding:.7rem 0;background:var(--page)}
nav[hidden]{display:none}
button{font:inherit;font-size:.85rem;padding:.3rem .7rem;border:1px solid var(--line);border-radius:99px;background:none;
color:var(--text);cursor:pointer}
button[aria-pressed=true]{background:var(--text);color:var(--page);border-color:var(--text)}
button:focus-visible,summary:focus-visible,a:focus-visible{outline:2px solid var(--link);outline-offset:2px}
.row{scroll-margin-top:4rem;
border:1px solid var(--line);border-left:4px solid var(--na);border-radius:6px;margin:.35rem 0;background:var(--card)}
.row.pass{border-left-color:var(--pass)}.row.gap{border-left-color:var(--gap)}.row.unknown{
border-left-color:var(--unknown)}.row.attested{border-left-color:var(--attested)}
.head{display:grid;grid-template-columns:3.2rem 1fr auto;gap:.6rem;align-items:baseline;padding:.5rem .75rem;
list-style:none}
summary{cursor:pointer}summary::-webkit-details-marker{display:none}
.item{color:var(--soft);font-variant-numeric:tabular-nums}.state{font-size:.78rem;font-weight:600;letter-spacing:.02em;
color:var(--na)}
.pass .state{color:var(--pass)}.gap .state{color:var(--gap)}.unknown .state{color:var(--unknown)}.attested .state{
color:var(--attested)}
summary .state::after{content:" \\25be";color:var(--soft)}details[open] summary .state::after{content:" \\25b4"}
.more{padding:.1rem .9rem .6rem;border-top:1px solid var(--line);font-size:.92em}.more ul{margin:.5rem 0;
padding-left:1.1rem}.more li{margin:.35rem 0}
.fix{color:var(--soft)}small{color:var(--soft)}
.graph{overflow-x:auto;border:1px solid var(--line);border-radius:6px;background:var(--card)}svg{display:block}
.job{fill:var(--page);stroke:var(--line);stroke-width:1.5}.job.staging{stroke:var(--staging);stroke-width:2.5}
.job.production{stroke:var(--production);stroke-width:2.5}
.edge{fill:none;stroke:var(--soft);stroke-width:1.4}.tip{fill:var(--soft)}
svg text{fill:var(--text);font:600 13px system-ui,sans-serif}svg .stages{fill:var(--soft);font:11px system-ui,sans-serif}
svg .gate{fill:var(--unknown);font:600 11px system-ui,sans-serif}
@media(max-width:40rem){body{padding:.75rem .75rem 3rem}.head{grid-template-columns:2.5rem 1fr auto;gap:.4rem;
padding:.45rem .6rem;font-size:.95rem}}
@media print{:root{--page:#fff;--card:#fff;--line:#bbb;--text:#000;--soft:#444;--link:#000;--pass:#145c33;--gap:#8c1d18;
--unknown:#694a00;--attested:#452f80;--na:#555;--staging:#000;--production:#000}
nav{display:none}body{max-width:none;font-size:10pt}.row{break-inside:avoid}.more{display:block}a{text-decoration:none}
.graph{overflow:visible}svg{max-width:100%;height:auto}}
"""
SCRIPT = """
(function(){var nav=document.querySelector("nav"),buttons=nav.querySelectorAll("button");nav.hidden=false;
function show(state){document.querySelectorAll(".row").forEach(function(row){
row.hidden=!!state&&!row.classList.contains(state)});
document.querySelectorAll("main section").forEach(function(part){
if(!part.classList.contains("pipelines"))part.hidden=!part.querySelector(".row:not([hidden])")});
buttons.forEach(function(b){b.setAttribute("aria-pressed",b.dataset.state===state?"true":"false")})}
buttons.forEach(function(b){b.addEventListener("click",function(){show(b.dataset.state)})});
window.addEventListener("beforeprint",function(){document.querySelectorAll("details:not(.na)").forEach(function(d){d.open=true})});
document.querySelectorAll("details.gap").forEach(function(d){
d.open=d.classList.contains("gap")&&document.querySelectorAll("details.gap").length<=8});
var named=document.getElementById(location.hash.slice(1));
if(named&&named.classList.contains("row")){named.open=true;named.scrollIntoView()}})();
"""
