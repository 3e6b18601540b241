#!/bin/bash
# archive LIBS: makes media-deleter.jsa, the archive of all classes that an instance needs from its start over a first deletion to
# its end. It deletes one media of the simulator, with a broker whose jars are in the folder LIBS. Needs no network but loopback's.
set -eu
cd "$(dirname "$0")"
home=$PWD # an archive is taken only with the jar at the same path
work=$(mktemp -d)
jobs=()
finish() {
    result=$?
    kill "${jobs[@]}" 2> /dev/null || true
    wait || true
    [ $result = 0 ] || tail -n 20 "$work"/*.log
    rm -r "$work"
}
trap finish EXIT

cat > "$work/broker.properties" <<PROPERTIES
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:29193
listeners=PLAINTEXT://127.0.0.1:29192,CONTROLLER://127.0.0.1:29193
controller.listener.names=CONTROLLER
log.dirs=$work/data
offsets.topic.replication.factor=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
group.initial.rebalance.delay.ms=0
PROPERTIES
kafka=(java -Xmx256m -cp "$1/*")
"${kafka[@]}" kafka.tools.StorageTool format --cluster-id 5L6g3nShT-eMCtK--X86sw --config "$work/broker.properties" \
    > "$work/format.log" 2>&1
"${kafka[@]}" kafka.Kafka "$work/broker.properties" > "$work/broker.log" 2>&1 &
jobs+=($!)
# Under emulation, as for an image of another architecture, a broker starts for a minute; a command waits for one for 20 s.
until (exec 3<> /dev/tcp/127.0.0.1/29192) 2> /dev/null; do
    kill -0 "${jobs[0]}"
    sleep 0.2
done

# Where a build shares the machine's network, nothing of this may meet a group that is at work.
export MEDIA_DELETER_KAFKA_BOOTSTRAP_SERVERS=127.0.0.1:29192 MEDIA_DELETER_GROUP_ID=archive-of-classes
export MEDIA_DELETER_TOPICS_REQUESTED=archive-of-classes MEDIA_DELETER_TOPICS_DELETED=archive-of-classes.deleted
export MEDIA_DELETER_VOD_ENDPOINT=http://127.0.0.1:8085
export TENCENTCLOUD_SECRET_ID=sim-4f7c2e91-id TENCENTCLOUD_SECRET_KEY=sim-4f7c2e91-key
service=(java -Xmx64m -jar "$home/media-deleter.jar")
"${service[@]}" simulator > "$work/simulator.log" 2>&1 &
jobs+=($!)
"${service[@]}" topics create > "$work/topics.log" 2>&1
java @jvm.options -XX:ArchiveClassesAtExit=media-deleter.jsa -jar "$home/media-deleter.jar" run > "$work/run.log" 2>&1 &
instance=$!
jobs+=($instance)
"${service[@]}" request --file-id 1 --wait --timeout 10m --report "$work/done.csv" \
    > "$work/request.log" 2>&1 &
jobs+=($!)
wait -n "$instance" $! # an instance that has ended before cannot be ended
kill "$instance"
wait "$instance"
test -s media-deleter.jsa
