"""Publishes a deletion, and waits for its end: a result or a dead letter. Exits with 0 if it is DELETED or ALREADY_ABSENT.

    python3 publish_and_follow.py localhost:9092 5285485487985271487 [SECONDS]

Needs confluent-kafka (Debian: python3-confluent-kafka). Another group has other names of topics: see configuration.md.
"""

import json
import sys
import time
import uuid

from confluent_kafka import Consumer, KafkaException, Producer, TopicPartition

REQUESTED = "media-delete-requested"
DELETED = "media-deleted"
DEAD_LETTERS = "media-delete-requested.dead-letter"


def follow(servers):
    """A reader of both topics, from their present ends on: it has to be there before the request is."""
    consumer = Consumer({
        "bootstrap.servers": servers,
        "group.id": "example-" + uuid.uuid4().hex,  # a service keeps its own, subscribes and commits
        "isolation.level": "read_committed",  # or it sees what was never so
        "enable.auto.commit": False,
    })
    ends = []
    for topic in (DELETED, DEAD_LETTERS):
        for number in consumer.list_topics(topic, timeout=30).topics[topic].partitions:
            _, end = consumer.get_watermark_offsets(TopicPartition(topic, number), timeout=30)
            ends.append(TopicPartition(topic, number, end))
    consumer.assign(ends)
    return consumer


def publish(servers, request):
    """Publishes it, and returns its origin: TOPIC/PARTITION/OFFSET."""
    acknowledged = []

    def on_delivery(error, message):
        if error is not None:
            raise KafkaException(error)
        acknowledged.append("%s/%d/%d" % (message.topic(), message.partition(), message.offset()))

    producer = Producer({
        "bootstrap.servers": servers,
        "acks": "all",
        "enable.idempotence": True,
        "partitioner": "murmur2_random",  # that of the Java client, and not the default here
    })
    # The file id is the key: requests for one media share a partition, whoever publishes them.
    producer.produce(REQUESTED, key=request["fileId"], value=json.dumps(request), on_delivery=on_delivery)
    producer.flush(30)
    if not acknowledged:
        raise SystemExit("Kafka did not acknowledge the request: it may be published or not")
    return acknowledged[0]


def end_of(message, origin, event_id):
    """What the record says of the request: (whether it is done, a text); None if it tells of another, or of no end."""
    if message.topic() == DELETED:
        result = json.loads(message.value())
        if result["requestEventId"] != event_id:
            return None
        return result["outcome"] in ("DELETED", "ALREADY_ABSENT"), result["outcome"]
    if message.value() is None:
        return None  # a tombstone: an operator has replayed or discarded this dead letter, and a replay ends anew
    headers = {name: (value or b"").decode("utf-8", "replace") for name, value in message.headers() or []}
    # Not by event id: a malformed request has none that can be trusted.
    if headers.get("md-origin") != origin:
        return None
    return False, "%s %s: %s" % tuple(headers.get("md-fault-" + name, "?") for name in ("kind", "code", "message"))


def main():
    servers, file_id = sys.argv[1:3]
    patience = float(sys.argv[3]) if len(sys.argv) > 3 else 900.0  # retries alone may take twelve minutes
    consumer = follow(servers)
    event_id = "example-" + uuid.uuid4().hex
    origin = publish(servers, {"eventId": event_id, "fileId": file_id, "requestedBy": "example"})
    print("published %s as %s" % (event_id, origin), flush=True)
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        message = consumer.poll(1.0)
        if message is None:
            continue
        if message.error():
            raise KafkaException(message.error())
        end = end_of(message, origin, event_id)
        if end is not None:
            print(end[1])
            return 0 if end[0] else 1
    print("no end yet; whether it comes, `media-deleter trace --event-id %s` says" % event_id)
    return 1


if __name__ == "__main__":
    sys.exit(main())
