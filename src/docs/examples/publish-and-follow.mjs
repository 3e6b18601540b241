// Publishes a deletion, and waits for its end: a result or a dead letter. Exits with 0 if it is DELETED or ALREADY_ABSENT.
//
//     npm install kafkajs && node publish-and-follow.mjs localhost:9092 5285485487985271487 [SECONDS]
//
// Other names of topics: see configuration.md.

import { randomUUID } from 'node:crypto';
import { Kafka, logLevel } from 'kafkajs';

const REQUESTED = 'media-delete-requested';
const DELETED = 'media-deleted';
const DEAD_LETTERS = 'media-delete-requested.dead-letter';

const [servers, fileId, seconds = '900'] = process.argv.slice(2); // retries alone may take twelve minutes
const kafka = new Kafka({ clientId: 'example', brokers: servers.split(','), logLevel: logLevel.ERROR });
const eventId = `example-${randomUUID()}`;

/** What came before the origin is known; it is looked at again then. */
const early = [];
let origin = null;
let settle;
const end = new Promise((resolve) => (settle = resolve));

/** What the record says of the request; null if it tells of another, or of no end. */
function endOf(topic, message) {
  if (topic === DELETED) {
    const { requestEventId, outcome } = JSON.parse(message.value.toString());
    return requestEventId === eventId ? { gone: ['DELETED', 'ALREADY_ABSENT'].includes(outcome), text: outcome } : null;
  }
  if (message.value === null) {
    return null; // a tombstone: an operator has replayed or discarded this dead letter, and a replay ends anew
  }
  const header = (name) => message.headers?.[name]?.toString() ?? '?';
  // Not by event id: a malformed request has none that can be trusted.
  return header('md-origin') === origin
    ? { gone: false, text: `${header('md-fault-kind')} ${header('md-fault-code')}: ${header('md-fault-message')}` }
    : null;
}

function look(topic, message) {
  if (origin === null) {
    early.push([topic, message]);
    return;
  }
  const found = endOf(topic, message);
  if (found) {
    settle(found);
  }
}

/** A reader of both topics, from their present ends on: it has to be there before the request is. */
async function follow() {
  // A service keeps a group of its own, and commits. kafkajs reads committed records only, unless it is told otherwise.
  const consumer = kafka.consumer({ groupId: eventId, readUncommitted: false });
  const joined = new Promise((resolve) => consumer.on(consumer.events.GROUP_JOIN, resolve));
  await consumer.connect();
  await consumer.subscribe({ topics: [DELETED, DEAD_LETTERS], fromBeginning: false });
  await consumer.run({ autoCommit: false, eachMessage: async ({ topic, message }) => look(topic, message) });
  await joined;
  const admin = kafka.admin();
  await admin.connect();
  for (const topic of [DELETED, DEAD_LETTERS]) {
    for (const { partition, high } of await admin.fetchTopicOffsets(topic)) {
      consumer.seek({ topic, partition, offset: high });
    }
  }
  await admin.disconnect();
  return consumer;
}

/** Publishes it, and returns its origin: TOPIC/PARTITION/OFFSET. */
async function publish(request) {
  const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  // The file id is the key: requests for one media share a partition. It is a string: a number would lose its last digits.
  const [{ topicName, partition, baseOffset }] = await producer.send({
    topic: REQUESTED,
    acks: -1,
    messages: [{ key: request.fileId, value: JSON.stringify(request) }],
  });
  await producer.disconnect();
  return `${topicName}/${partition}/${baseOffset}`;
}

const consumer = await follow();
origin = await publish({ eventId, fileId, requestedBy: 'example' });
console.log(`published ${eventId} as ${origin}`);
early.forEach(([topic, message]) => look(topic, message));
const timer = setTimeout(
  () => settle({ gone: false, text: `no end yet; whether it comes, \`media-deleter trace --event-id ${eventId}\` says` }),
  Number(seconds) * 1000,
);
const { gone, text } = await end;
clearTimeout(timer);
console.log(text);
await consumer.disconnect();
process.exitCode = gone ? 0 : 1;
