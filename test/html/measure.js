// Everything of the page that is wider than the window, and all text that is too faint: what WCAG 2.2 calls a contrast below
// 4.5:1 (https://www.w3.org/TR/WCAG22/#contrast-minimum).
(() => {
  const out = {overflow: [], faint: [], texts: 0};
  const name = (e) => e.tagName.toLowerCase() + (e.className ? "." + e.className : "") + ": " + e.textContent.trim().slice(0, 60);
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) out.overflow.push("the page: " + root.scrollWidth + " of " + root.clientWidth);

  // A canvas resolves every form in which a colour may be computed.
  const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const d = canvas.getImageData(0, 0, 1, 1).data;
    return [d[0], d[1], d[2], d[3] / 255];
  };
  const over = (top, ground) => top.slice(0, 3).map((v, i) => v * top[3] + ground[i] * (1 - top[3])).concat(1);
  const ground = (e) => {
    if (!e) return matchMedia("(prefers-color-scheme: dark)").matches ? [0, 0, 0, 1] : [255, 255, 255, 1];
    const c = rgba(getComputedStyle(e).backgroundColor);
    return c[3] === 1 ? c : over(c, ground(e.parentElement));
  };
  const luminance = (c) => {
    const [r, g, b] = c.slice(0, 3).map((v) => {
      v /= 255;
      return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const look = (e, style) => {
    const back = ground(e), front = over(rgba(style.color), back);
    const [high, low] = [luminance(front), luminance(back)].sort((a, b) => b - a);
    const contrast = (high + 0.05) / (low + 0.05);
    out.texts++;
    if (contrast < 4.5) out.faint.push(contrast.toFixed(2) + " " + name(e));
  };

  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let n = walker.nextNode(); n; n = walker.nextNode()) {
    if (!n.data.trim()) continue;
    const range = document.createRange();
    range.selectNodeContents(n);
    for (const r of range.getClientRects()) {
      if (r.right > root.clientWidth + 1 || r.left < -1) out.overflow.push(name(n.parentElement));
    }
    if (range.getClientRects().length) look(n.parentElement, getComputedStyle(n.parentElement));
  }
  for (const e of document.body.querySelectorAll("*")) {
    const before = getComputedStyle(e, "::before");
    if (before.content !== "none" && before.content !== "normal" && e.getClientRects().length) look(e, before);
    if (e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0 && getComputedStyle(e).overflowX !== "visible") {
      out.overflow.push("cut off: " + name(e));
    }
  }
  return out;
})()
