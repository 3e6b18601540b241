// The status page: asks /status and /history and shows what they say. Texts from outside only ever become text nodes.
'use strict';

const EVERY_MS = 2000, SILENT_MS = 5000;
const WIDTH = 600, HEIGHT = 150;
const byId = (id) => document.getElementById(id);
const number = (n) => (n === undefined || n === null ? '–' : n.toLocaleString('en'));
const count = (n, what) => `${number(n)} ${what}${n === 1 ? '' : 's'}`;
// One clock for all that is shown, the sentences' and the log's: UTC.
function clock(time) {
  const date = new Date(time);
  // No date of this language is later than the year 275760, and some texts of Java's are of no form that it reads.
  return !time ? '–' : Number.isNaN(date.getTime()) ? String(time) : date.toISOString().replace(/\.\d+Z$/, 'Z');
}
const hour = (millis) => new Date(millis).toISOString().slice(11, 16);

function span(seconds) {
  if (seconds === undefined || seconds === null) return '–';
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  return seconds < 172800 ? `${(seconds / 3600).toFixed(1)} h` : `${number(Math.round(seconds / 86400))} days`;
}

const rate = (perSecond) => (perSecond === undefined || perSecond === null ? '–' :
    perSecond >= 10 || perSecond === 0 ? number(Math.round(perSecond)) : perSecond.toFixed(1));

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
    cells.forEach((cell) => {
      const made = element('td', cell instanceof Node ? undefined : typeof cell === 'number' ? number(cell) : cell);
      if (cell instanceof Node) made.append(cell);
      row.append(made);
    });
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

function figures(id, pairs) {
  byId(id).replaceChildren(...pairs.flatMap(([term, text]) => [element('dt', term), element('dd', text)]));
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
  figures('figures', [
    ['Calls in flight', `${number(calls.inFlight)} of ${number(limits.maxInFlight)}`],
    ['Pauses and holds', !control ? 'none' : control.leased || control.pauses > 0 ?
        `${count(control.pauses, 'pause')}, ${count(control.holds, 'hold')}` : 'not known'],
    ['Circuit breaker', calls.state === 'STOPPED' ? `open since ${clock(calls.since)}` : 'closed'],
    ['Limit on calls in an hour', !brake ? 'none set' : brake.state === 'UNKNOWN' ? 'not known' : `${brake.state === 'HELD' ? `held${brake.until ? ` until ${clock(brake.until)}` : ''}, ` : ''}` +
        `${number(brake.calls)} of ${number(brake.limit)} calls in an hour, of the group`],
    ['Quota', quota ? `${number(quota.rate)} a second, the group ${number(quota.usedByAll)} of ` +
        number(quota.perSecond) : limits.quotaShared ? 'shared, and this instance has no part yet' :
        `${number(limits.quotaPerSecond)} a second, not shared`],
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
  if (overfull) lines.push(advice('No call starts: more holds stand than holds.max. To remove some', 'holds remove SELECTOR…'));
  if (holds > 0) lines.push(advice(`${count(holds, 'hold')}. To list them`, 'holds list'));
  if (!leased) {
    lines.push(advice(`This instance cannot tell what is paused or held, and makes no call${obstacle ? `: ${obstacle}` : ''}. ` +
        'To look for the reason', 'check'));
  }
  byId('control').hidden = lines.length === 0;
  byId('paused').hidden = pauses === 0;
  table('pauses', ['why', 'by', 'since', 'until', 'key'], paused.map((each) => [each.reason, each.by || 'not given',
    clock(each.since), each.until ? clock(each.until) : 'it is lifted', each.key]), 'None.');
  byId('commands').replaceChildren(...lines);
}

const badge = (text, className) => element('span', text, `badge ${className || ''}`);

function showBadges(instance) {
  const host = new URL(instance.endpoint).host;
  const isApi = host.endsWith('.tencentcloudapi.com');
  byId('badges').replaceChildren(badge(`group ${instance.group}`), badge(`instance ${instance.name}`),
      badge(isApi ? `calls ${host}` : `calls ${host}: not Tencent Cloud's API`, isApi ? '' : 'BUSY'),
      ...(instance.dryRun ? [badge('DRY RUN: nothing is deleted', 'BUSY')] : []));
}

function showNotes(situation, own, group) {
  const notes = [...(own && own.level !== 'WELL' ? [`This instance: ${own.text}`] : []), ...(group ? group.notes : [])];
  if (group && group.sentence !== situation.text && group.level !== 'WELL') notes.unshift(`The group: ${group.sentence}`);
  byId('notes').replaceChildren(...notes.filter((note) => note !== situation.text).map((note) => element('li', note)));
}

const ago = (time, now) => `${span(Math.max(0, (Date.parse(time) - Date.parse(now)) / -1000))} ago`;

function showGroup(group, quota) {
  byId('groupAt').textContent = group ? `as of ${clock(group.at)}` : 'is being looked at …';
  const { figures: sums, instances, topics, deadLetters, olderDeadLetters } = group || {
    figures: {}, instances: [], topics: [], deadLetters: [] };
  const unresolved = deadLetters.reduce((sum, each) => sum + each.count, 0);
  const hasLetters = olderDeadLetters !== undefined;
  figures('groupFigures', [
    ['Requests due', number(sums.due)],
    ['The oldest has waited', sums.due === 0 ? '–' : span(sums.oldestDueSeconds)],
    ['Done in, at this rate', sums.due === 0 ? '–' : span(sums.doneInSeconds)],
    ['Calls a second', `${rate(sums.callsPerSecond)} of ${number(sums.quotaPerSecond || quota)}`],
    ['Failed, throttled a second', sums.failedPerSecond === undefined ? '–' :
        `${rate(sums.failedPerSecond - sums.throttledPerSecond)}, ${rate(sums.throttledPerSecond)}`],
    ['A call takes', sums.meanCallMillis === undefined ? '–' : `${number(sums.meanCallMillis)} ms`],
    ['Calls in flight', number(sums.inFlight)],
    ['Retries that are not due', number(sums.untilDue)],
    ['In their grace period', number(sums.inGrace)],
    ['In open transactions', number(sums.undecided)],
    ['Unresolved dead letters', !hasLetters ? '–' : `${number(unresolved)}${olderDeadLetters > 0 ? ' or more' : ''}`],
  ]);
  table('instances', ['instance', 'host', 'partitions', 'share', 'calls', 'state'], instances.map((each) => [
    each.name || '(no name)', each.host || '–', each.partitions === undefined ? '–' : each.partitions, each.share === undefined ? '–' : `${each.share}/s`,
    each.dryRun ? 'dry run' : each.endpoint || '–', each.state]), group ? 'None is known.' : 'Not known yet.');
  table('waiting', ['topic', 'partitions', 'waiting', 'due', 'oldest due', 'in open transactions'], topics.map((each) => [
    each.topic, each.partitions, each.records, each.due, each.due === 0 ? '–' : span(each.oldestDueSeconds), each.undecided]),
  group ? 'Not known.' : 'Not known yet.');
  table('unresolved', ['code', 'kind', 'count', 'last 10 min', 'oldest', 'latest'], deadLetters.map((each) => [
    each.code || '(none)', each.fault, each.count, each.lately, ago(each.oldest, group.at), ago(each.latest, group.at)]),
  hasLetters ? 'None.' : group ? 'Not known.' : 'Not known yet.');
  byId('letterCommands').replaceChildren(...(unresolved > 0 ? [advice('To see them', 'dead-letters list')] : []));
}

// A command to copy is offered only for names that no shell takes for anything else.
const isPlain = (text) => /^[\w.@:\/-]+$/.test(text) && !text.startsWith('-');

function command(text) {
  return element('code', `media-deleter ${text}`);
}

function showRequests(status) {
  table('requesters', ['requestedBy', 'requests', 'to hold them'], status.requesters.map((each) => [each.name, each.requests,
    isPlain(each.name) ? command(`holds add requested-by:${each.name} --reason WHY`) : '–']), 'Nothing was done.');
  table('lastLetters', ['when', 'code', 'kind', 'to see it'], status.lastDeadLetters.map((each) => [clock(each.at), each.code, each.fault,
    isPlain(each.origin) ? command(`dead-letters show ${each.origin}`) : printable(each.origin)]), 'None since its start.');
}

function showStatus(status) {
  const { instance, situation } = status;
  document.title = `${situation.level === 'STOPPED' ? '■ ' : ''}${instance.name} – media-deleter`;
  byId('instance').textContent = `${instance.version} · ${status.phase.toLowerCase()} · since ${clock(instance.startedAt)}`;
  showBadges(instance);
  byId('situation').textContent = printable(situation.text);
  byId('situation').className = !status.group && situation.level === 'WELL' ? '' : situation.level; // the others are not known yet
  showNotes(situation, status.own, status.group);
  showGroup(status.group, status.limits.quotaPerSecond);
  showRequests(status);
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
  const perSecond = (counts) => counts.map((count) => count / history.secondsPerStep);
  const rates = perSecond(history.calls);
  const throttled = perSecond(history.throttled);
  const failed = perSecond(history.failed);
  const top = 1.1 * Math.max(quotaPerSecond, ...rates);
  const step = WIDTH / rates.length;
  const bar = (className, rate, index) => shape('rect', className, {
    x: index * step, y: HEIGHT * (1 - rate / top), width: step * 0.85, height: HEIGHT * rate / top });
  const limit = HEIGHT * (1 - quotaPerSecond / top);
  byId('chart').replaceChildren(
      ...[0.25, 0.5, 0.75].map((part) => shape('line', 'grid', { x1: 0, x2: WIDTH, y1: HEIGHT * part, y2: HEIGHT * part })),
      ...rates.map((rate, index) => bar('bar', rate, index)),
      ...rates.map((rate, index) => bar('refused', failed[index] + throttled[index], index)),
      ...failed.map((rate, index) => bar('failed', rate, index)),
      shape('line', 'limit', { x1: 0, x2: WIDTH, y1: limit, y2: limit }));
  byId('yAxis').replaceChildren(...[1, 0.5, 0].map((part) => element('span', rate(top * part))));
  const begins = Date.parse(history.from);
  byId('xAxis').replaceChildren(...[0, 0.25, 0.5, 0.75, 1].map((part) =>
      element('span', `${hour(begins + 1000 * history.secondsPerStep * rates.length * part)}${part === 1 ? ' UTC' : ''}`)));
  const sum = (counts) => counts.reduce((all, count) => all + count, 0);
  const done = sum(history.calls) - sum(history.throttled) - sum(history.failed);
  const key = (className, text) => {
    const made = element('span');
    made.append(element('i', '', `key ${className}`), element('span', text));
    return [made];
  };
  byId('legend').replaceChildren(...key('bar', `done ${number(done)}`), ...key('failed', `failed ${number(sum(history.failed))}`),
      ...key('refused', `throttled ${number(sum(history.throttled))}`),
      ...key('limit', `quota of the group, ${number(quotaPerSecond)} a second; now ${rates.at(-1).toFixed(1)}`));
}

async function ask(path) {
  // A process that is frozen takes connections and never answers.
  const answer = await fetch(path, { cache: 'no-store', signal: AbortSignal.timeout(SILENT_MS) });
  if (!answer.ok) throw new Error(`${path} answers ${answer.status}`);
  return answer.json();
}

function show(status, history) {
  showStatus(status);
  showHistory(history, status.limits.quotaPerSecond);
  byId('asked').textContent = `as of ${clock(Date.now())}; all times are UTC`;
}

function say(trouble) {
  byId('situation').textContent = printable(trouble);
  byId('situation').className = 'STOPPED';
}

async function refresh() {
  try {
    const answers = await Promise.all([ask('/status'), ask('/history')]);
    try {
      show(...answers);
    } catch (failed) {
      say(`This page cannot show what the instance answers: ${failed.message}. Look at /status, or run media-deleter status.`);
    }
  } catch (failed) {
    say(`This instance does not answer: ${failed.message}. What is below is old.`);
  }
  setTimeout(refresh, EVERY_MS);
}

refresh();
