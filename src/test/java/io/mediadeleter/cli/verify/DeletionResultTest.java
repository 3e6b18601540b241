package io.mediadeleter.cli.verify;

import static io.mediadeleter.cli.verify.PlantedResults.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.event.DeleteRequest;
import io.mediadeleter.event.MediaDeleted;
import io.mediadeleter.event.MediaId;
import io.mediadeleter.event.Origin;
import io.mediadeleter.event.Part;
import io.mediadeleter.event.Results;
import io.mediadeleter.event.Scope;
import io.mediadeleter.kafka.codec.Evidence;
import io.mediadeleter.kafka.codec.ResultEncoder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeletionResultTest {

    private static final String DELETED = "'outcome':'DELETED','requestId':'q',";
    private static final Part HD = new Part("TranscodeFiles", 100230L);

    @Test
    void wholeMedia_isReadWithItsSubApplication() {
        DeletionResult read = read("'subAppId':7," + DELETED);
        assertThat(read.media()).isEqualTo(new MediaId(7L, "1"));
        assertThat(read.scope()).isEqualTo(new Scope.Whole());
        assertThat(read.isDryRun()).isFalse();
        assertThat(read.deletedAt()).isEqualTo(PlantedResults.DELETED_AT);
        assertThat(read.requestId()).isEqualTo("q");
    }

    @Test
    void parts_areThoseThatWereAskedFor() {
        DeletionResult read =
                read("'deleteParts':[{'type':'TranscodeFiles','definition':100230},{'type':'X'}]," + DELETED);
        assertThat(read.scope()).isEqualTo(new Scope.Parts(List.of(HD, new Part("X", null))));
    }

    @Test
    void sharedCall_countsForAllThatItDeleted() {
        assertThat(read("'deleteParts':[{'type':'X'}],'deletedScope':{'whole':true}," + DELETED)
                        .scope())
                .isEqualTo(new Scope.Whole());
        assertThat(read("'deleteParts':[{'type':'X'}],'deletedScope':{'whole':false,'parts':[{'type':'X'},"
                                + "{'type':'TranscodeFiles','definition':100230}]}," + DELETED)
                        .scope())
                .isEqualTo(new Scope.Parts(List.of(new Part("X", null), HD)));
    }

    @Test
    void extensionsWithAVeryLongName_areNoReasonToLeaveItOut() {
        assertThat(read("'extensions':{'" + "n".repeat(60_000) + "':1}," + DELETED)
                        .requestId())
                .isEqualTo("q");
    }

    @Test
    void dryRun_isRecognised() {
        assertThat(read("'outcome':'DRY_RUN',").isDryRun()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "'outcome':'ELSE',",
                "'outcome':'DELETED','deleteParts':[],",
                "'outcome':'DELETED','deleteParts':'all',",
                "'outcome':'DELETED','deleteParts':[{'definition':1}],",
                "'outcome':'DELETED','deletedScope':{'whole':false},",
                "'outcome':'DELETED','subAppId':'7',",
                "'outcome':'DELETED','subAppId':1e99,",
                "'outcome':'DELETED','outcome':'DRY_RUN',",
                "'outcome':'DELETED','deletedAt':'yesterday','x':{"
            })
    void whatIsNoResult_isNoneAndNeverAWholeMedia(String middle) {
        assertThat(DeletionResult.read(json("1", middle))).isEmpty();
    }

    @Test
    void otherBytes_areNoResult() {
        assertThat(DeletionResult.read(null)).isEmpty();
        assertThat(DeletionResult.read(new byte[0])).isEmpty();
        assertThat(DeletionResult.read("[]".getBytes(UTF_8))).isEmpty();
        assertThat(DeletionResult.read("[".repeat(5_000).getBytes(UTF_8))).isEmpty();
    }

    /** What the service writes is what is read here. */
    @Test
    void resultOfTheService_isRead() {
        DeleteRequest request = new DeleteRequest(
                "r", new MediaId(7L, "18446744073709551615"), new Scope.Parts(List.of(HD)), null, null);
        MediaDeleted result = Results.deleted(new Origin("t", 0, 1), request, PlantedResults.DELETED_AT);
        Evidence evidence = new Evidence(PlantedResults.DELETED_AT, "me", null, "why", "{\"fileId\":\"2\"}", List.of());
        byte[] value =
                new ResultEncoder("group").encode(result, evidence, List.of()).value();
        assertThat(DeletionResult.read(value))
                .get()
                .returns(request.media(), DeletionResult::media)
                .returns(request.scope(), DeletionResult::scope)
                .returns("r", DeletionResult::requestEventId)
                .returns(PlantedResults.DELETED_AT, DeletionResult::deletedAt);
    }

    private static DeletionResult read(String middle) {
        return DeletionResult.read(json("1", middle)).orElseThrow();
    }
}
