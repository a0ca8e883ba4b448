// The smallest change between two texts, line by line, so that a cursor and folds stay where they are.

const MOST = 4_000_000;

// Pairs of equal lines, as [a, b] indices in ascending order.
function common(a, b) {
  if (a.length * b.length > MOST) return [];
  const width = b.length + 1;
  const best = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      best[i * width + j] =
        a[i] === b[j] ? best[(i + 1) * width + j + 1] + 1 : Math.max(best[(i + 1) * width + j], best[i * width + j + 1]);
    }
  }
  const pairs = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if (best[(i + 1) * width + j] >= best[i * width + j + 1]) i++;
    else j++;
  }
  return pairs;
}

// Stretches of lines that differ: [from, to) of `a` against [from, to) of `b`.
export function hunks(a, b) {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const pairs = common(a.slice(start, a.length - end), b.slice(start, b.length - end));
  const found = [];
  let [i, j] = [start, start];
  for (const [x, y] of [...pairs, [a.length - end - start, b.length - end - start]]) {
    if (x + start > i || y + start > j) found.push({ a: [i, x + start], b: [j, y + start] });
    [i, j] = [x + start + 1, y + start + 1];
  }
  return found;
}

// Changes for CodeMirror that make `to` of `from`.
export function changes(from, to) {
  if (from === to) return [];
  const [a, b] = [lines(from), lines(to)];
  const [starts, others] = [offsets(a), offsets(b)];
  return hunks(a, b).map((hunk) => trimmed(from, to, starts[hunk.a[0]], starts[hunk.a[1]], others[hunk.b[0]], others[hunk.b[1]]));
}

// Lines with their ends, so that the texts are the lines put together.
const lines = (text) => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

function offsets(several) {
  const found = [0];
  for (const line of several) found.push(found[found.length - 1] + line.length);
  return found;
}

// One hunk without the characters that are the same at its beginning and its end.
function trimmed(from, to, start, end, begin, stop) {
  while (start < end && begin < stop && from[start] === to[begin]) [start, begin] = [start + 1, begin + 1];
  while (start < end && begin < stop && from[end - 1] === to[stop - 1]) [end, stop] = [end - 1, stop - 1];
  return { from: start, to: end, insert: to.slice(begin, stop) };
}
