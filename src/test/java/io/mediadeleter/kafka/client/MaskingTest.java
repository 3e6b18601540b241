package io.mediadeleter.kafka.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskingTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            https://h/p?client_secret=x            | https://h/p?***
            https://u:p@h/p?a=b#c                  | https://***@h/p?***
            https://h/p#token                      | https://h/p#***
            https://a/x?s=1,https://b/y            | https://a/x?***
            //u@h                                  | //***@h
            client_secret=x                        | client_secret=***
            a:9092,b:9092                          | a:9092,b:9092
            alice:s3/c,ret@broker:9093             | ***@broker:9093
            a:9092,bob:pw@b:9093                   | ***@b:9093
            u:p w@h:9092                           | ***@h:9092
            a:9092, bob:p w x@b:9093, c:9092       | a:9092, ***@b:9093, c:9092
            a:9092,bob:p w@b:9093                  | ***@b:9093
            a:9092 says: no kafka/x@REALM          | a:9092 says: no kafka/x@REALM
            https://h:8080?a=b as x@y              | https://h:8080?*** as x@y
            https://vod.intl.tencentcloudapi.com   | https://vod.intl.tencentcloudapi.com
            """)
    void whatAnAddressHides_isNotShown(String text, String shown) {
        assertThat(Masking.masked(text)).isEqualTo(shown);
    }

    /** If each beginning were followed to the end, this would take minutes. */
    @ParameterizedTest
    @ValueSource(strings = {"a:", "a", "/", "secret", "a: ", "a:b "})
    void longTextOfAnybody_isReadThrough(String part) {
        String text = part.repeat(100_000);

        assertThat(Masking.masked(text)).isEqualTo(text);
    }
}
