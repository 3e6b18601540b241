package io.mediadeleter.simulator.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mediadeleter.simulator.account.Deletion;
import io.mediadeleter.simulator.account.MediaPart;
import io.mediadeleter.simulator.request.ApiError;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeletionBodyTest {

    @Test
    void wholeMedia_isRead() throws ApiError {
        assertThat(body("{'FileId':'7447398156998994860','SubAppId':1}").deletion())
                .isEqualTo(new Deletion(1, "7447398156998994860", Set.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'FileId':'1'}", "{'FileId':'1','DeleteParts':[]}", "{'FileId':'1','DeleteParts':null}"})
    void noParts_isTheWholeMedia(String text) throws ApiError {
        assertThat(body(text).deletion()).isEqualTo(new Deletion(0, "1", Set.of()));
    }

    @Test
    void parts_areRead() throws ApiError {
        assertThat(body("{'FileId':'1','DeleteParts':[{'Type':'TranscodeFiles','Definition':230},"
                                + "{'Type':'OriginalFiles'}]}")
                        .deletion()
                        .parts())
                .containsExactlyInAnyOrder(new MediaPart("TranscodeFiles", 230), new MediaPart("OriginalFiles", 0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                                                | InvalidParameter",
                "{                                                 | InvalidParameter",
                "[]                                                | InvalidParameter",
                "{'FileId':'1'} x                                  | InvalidParameter",
                "{}                                                | MissingParameter",
                "{'FileId':null}                                   | MissingParameter",
                "{'FileId':1}                                      | InvalidParameter",
                "{'FileId':''}                                     | InvalidParameterValue.FileId",
                "{'FileId':'abc'}                                  | InvalidParameterValue.FileId",
                "{'FileId':'123456789012345678901234567890123'}    | InvalidParameterValue.FileId",
                "{'FileId':'1','fileId':'1'}                       | UnknownParameter",
                "{'FileId':'1','SubAppId':'1'}                     | InvalidParameter",
                "{'FileId':'1','SubAppId':1.5}                     | InvalidParameter",
                "{'FileId':'1','DeleteParts':{}}                   | InvalidParameter",
                "{'FileId':'1','DeleteParts':[1]}                  | MissingParameter",
                "{'FileId':'1','DeleteParts':[{}]}                 | MissingParameter",
                "{'FileId':'1','DeleteParts':[{'Type':'Posters'}]} | InvalidParameterValue.Type",
                "{'FileId':'1','DeleteParts':[{'Type':'OriginalFiles','Definition':-1}]} "
                        + "| InvalidParameterValue.Definition",
                "{'FileId':'1','DeleteParts':[{'Type':'OriginalFiles','Id':1}]} | UnknownParameter"
            })
    void flawedBody_isRefusedWithTheCodeForIt(String text, String code) {
        ApiError refusal = catchThrowableOfType(ApiError.class, () -> body(text).deletion());
        assertThat(refusal).isNotNull();
        assertThat(refusal.code()).isEqualTo(code);
    }

    @Test
    void flawedBody_stillShowsInTheLogWhatItAskedFor() {
        DeletionBody body = body("{'FileId':'abc','SubAppId':7,'DeleteParts':[{'Type':'Posters'}]}");
        assertThat(body.fileId()).contains("abc");
        assertThat(body.subAppId()).isEqualTo(7);
        assertThat(body.parts()).containsExactly(new MediaPart("Posters", 0));
        assertThat(body("garbage").fileId()).isEmpty();
    }

    private static DeletionBody body(String singleQuoted) {
        return DeletionBody.read(singleQuoted.replace('\'', '"').getBytes(UTF_8));
    }
}
