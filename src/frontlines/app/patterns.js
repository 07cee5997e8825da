// The parties' patterns as SVG, for charts to name: what the page may not know, it would leave out of plain HTML.
export default ({ parentElement, data }) => { parentElement.innerHTML = data; };
