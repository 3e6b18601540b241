// The status page: asks /status and /history and shows what they say. Texts from outside only ever become text nodes.
'use strict';

const EVERY_MS = 2000;
const WIDTH = 600, HEIGHT = 150;
const byId = (id) => document.getElementById(id);
const number = (n) => (n === undefined || n === null ? '–' : n.toLocaleString('en'));
const count = (n, what) => `${number(n)} ${what}${n === 1 ? '' : 's'}`;
const day = (iso) => new Date(iso).toLocaleString();
const clock = (iso) => (iso ? new Date(iso).toLocaleTimeString() : '–');

// What would turn the direction of what is shown, or is not to be seen, as an escape.
const printable = (text) => String(text).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu,
    (each) => `\\u{${each.codePointAt(0).toString(16)}}`);

function element(name, text, className) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = printable(text);
  if (className) made.className = className;
  return made;
}

function table(id, heads, rows, whenEmpty) {
  const head = element('tr');
  heads.forEach((text) => head.append(element('th', text)));
  const lines = rows.map((cells) => {
    const row = element('tr');
    cells.forEach((cell) => row.append(element('td', typeof cell === 'number' ? number(cell) : cell)));
    return row;
  });
  if (lines.length === 0) {
    const none = element('td', whenEmpty, 'none');
    none.colSpan = heads.length;
    const row = element('tr');
    row.append(none);
    lines.push(row);
  }
  byId(id).replaceChildren(head, ...lines);
}

function figures(pairs) {
  byId('figures').replaceChildren(...pairs.flatMap(([term, text]) => [element('dt', term), element('dd', text)]));
}

function shape(name, className, attributes) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  made.setAttribute('class', className);
  Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
  return made;
}

function sumByTopic(partitions) {
  const topics = new Map();
  for (const each of partitions) {
    const sum = topics.get(each.topic) ||
        { partitions: 0, unread: 0, undecided: 0, open: 0, inFlight: 0, untilDue: 0, paused: 0 };
    sum.partitions += 1;
    sum.unread = sum.unread === null || each.unread === null || each.unread === undefined ?
        null : sum.unread + each.unread;
    sum.undecided += each.undecided ? each.undecided.records : 0;
    sum.open += each.open;
    sum.inFlight += each.inFlight;
    sum.untilDue += each.untilDue;
    sum.paused += each.paused ? 1 : 0;
    topics.set(each.topic, sum);
  }
  return [...topics];
}

function showFigures(status) {
  const { calls, waiting, brake, control, quota, limits } = status;
  figures([
    ['Calls in flight', `${number(calls.inFlight)} of ${number(limits.maxInFlight)}`],
    ['Pauses and holds', !control ? 'none' : control.leased || control.pauses > 0 ?
        `${count(control.pauses, 'pause')}, ${count(control.holds, 'hold')}` : 'not known'],
    ['Breaker', calls.state === 'STOPPED' ? `stopped since ${clock(calls.since)}` : 'closed'],
    ['Brake', !brake ? 'none set' : `${brake.state === 'HELD' ? `held${brake.until ? ` until ${clock(brake.until)}` : ''}, ` : ''}` +
        `${number(brake.calls)} of ${number(brake.limit)} calls in an hour, of the group`],
    ['Quota', quota ? `${number(quota.rate)} a second, the group ${number(quota.usedByAll)} of ` +
        number(quota.perSecond) : `${number(limits.quotaPerSecond)} a second, not shared`],
    ['Waiting for a token', Object.entries(waiting.forToken)
        .map(([lane, count]) => `${number(count)} ${lane.toLowerCase()}`).join(', ')],
    ['Waiting until due', number(waiting.untilDue)],
    ['In their grace period', waiting.graceNextDue ?
        `${number(waiting.inGrace)}, the next is due at ${clock(waiting.graceNextDue)}` : '0'],
    ['Waiting for a commit', number(waiting.forCommit)],
    ['Last poll', `${number(status.secondsSinceLastPoll)} s ago`],
  ]);
}

// What is to be done about it: a sentence and the command to copy.
function advice(text, command) {
  const line = element('li', command ? `${text}: ` : text);
  if (command) line.append(element('code', `media-deleter ${command}`));
  return line;
}

function showControl(control) {
  const { leased, pauses, paused, holds, overfull, obstacle } = control ||
      { leased: true, pauses: 0, paused: [], holds: 0, overfull: false };
  const lines = [];
  if (pauses > paused.length) lines.push(advice(`${count(pauses - paused.length, 'more pause')}. To list all`, 'holds list'));
  if (pauses > 0) lines.push(advice('No call starts. To go on', 'resume'));
  if (overfull) lines.push(advice('No call starts: not all holds can be kept in mind. To remove some', 'holds remove SELECTOR…'));
  if (holds > 0) lines.push(advice(`${count(holds, 'hold')}. To list them`, 'holds list'));
  if (!leased) {
    lines.push(advice(`This instance cannot tell what is paused or held, and makes no call${obstacle ? `: ${obstacle}` : ''}. ` +
        'To look for the reason', 'check'));
  }
  byId('control').hidden = lines.length === 0;
  byId('paused').hidden = pauses === 0;
  table('pauses', ['why', 'by', 'since', 'until', 'key'], paused.map((each) => [each.reason, each.by || 'not told',
    day(each.since), each.until ? day(each.until) : 'it is lifted', each.key]), 'None.');
  byId('commands').replaceChildren(...lines);
}

function showStatus(status) {
  const { instance, situation } = status;
  document.title = `${situation.level === 'STOPPED' ? '■ ' : ''}${instance.name} – media-deleter`;
  byId('instance').textContent = `${instance.version} · group ${instance.group} · ${instance.name} · ` +
      `${status.phase.toLowerCase()} · since ${new Date(instance.startedAt).toLocaleString()}`;
  byId('situation').textContent = printable(situation.text);
  byId('situation').className = situation.level;
  showFigures(status);
  showControl(status.control);
  const known = (count) => count === null || count === undefined ? '?' : count;
  const counts = (of) => [known(of.unread), of.undecided ? (of.undecided.records || of.undecided) : 0, of.open, of.inFlight, of.untilDue];
  const heads = ['unread', 'in open transactions', 'open', 'in flight', 'not due', 'paused'];
  table('topics', ['topic', 'partitions', ...heads], sumByTopic(status.partitions)
      .map(([topic, sum]) => [topic, sum.partitions, ...counts(sum), sum.paused]), 'No partition is assigned.');
  table('partitions', ['topic', 'partition', ...heads], status.partitions
      .map((each) => [each.topic, each.partition, ...counts(each), each.paused ? 'yes' : '']), 'None.');
  table('letters', ['code', 'kind', 'count', 'latest'], status.deadLetters
      .map((each) => [each.code, each.fault, each.count, clock(each.latest)]), 'None.');
  byId('left').hidden = status.leftBehind.length === 0;
  table('leftBehind', ['topic', 'records, at most', 'what to do'], status.leftBehind
      .map((each) => [each.topic, each.records, printable(each.text)]), 'None.');
  const quota = status.quota;
  table('members', ['member', 'granted', 'could use'], !quota ? [] : Object.keys(quota.grants)
      .map((name) => [name === quota.member ? `${name} (this one)` : name, quota.grants[name], quota.demands[name]]),
  'Not shared: this instance has the whole quota, or has not begun to share it.');
}

function showHistory(history, quotaPerSecond) {
  const rates = history.calls.map((count) => count / history.secondsPerStep);
  const top = 1.1 * Math.max(quotaPerSecond, ...rates);
  const step = WIDTH / rates.length;
  const bar = (className, rate, index) => shape('rect', className, {
    x: index * step, y: HEIGHT * (1 - rate / top), width: step * 0.85, height: HEIGHT * rate / top });
  const limit = HEIGHT * (1 - quotaPerSecond / top);
  byId('chart').replaceChildren(
      ...rates.map((rate, index) => bar('bar', rate, index)),
      ...history.throttled.map((count, index) => bar('refused', count / history.secondsPerStep, index)),
      shape('line', 'limit', { x1: 0, x2: WIDTH, y1: limit, y2: limit }));
  const refused = history.throttled.reduce((sum, count) => sum + count, 0);
  byId('legend').textContent = `The line is the quota of the group, ${number(quotaPerSecond)} a second. ` +
      `Now ${rates.at(-1).toFixed(1)}; ${number(refused)} calls throttled by the API.`;
}

async function ask(path) {
  const answer = await fetch(path, { cache: 'no-store' });
  if (!answer.ok) throw new Error(`${path} answers ${answer.status}`);
  return answer.json();
}

async function refresh() {
  try {
    const [status, history] = await Promise.all([ask('/status'), ask('/history')]);
    showStatus(status);
    showHistory(history, status.limits.quotaPerSecond);
    byId('asked').textContent = `as of ${new Date().toLocaleTimeString()}`;
  } catch (failed) {
    byId('situation').textContent = `This instance does not answer: ${failed.message}. What is below is old.`;
    byId('situation').className = 'STOPPED';
  }
  setTimeout(refresh, EVERY_MS);
}

refresh();
