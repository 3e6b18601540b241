package io.mediadeleter.kafka.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
            https://vod.intl.tencentcloudapi.com   | https://vod.intl.tencentcloudapi.com
            """)
    void whatAnAddressHides_isNotShown(String text, String shown) {
        assertThat(Masking.masked(text)).isEqualTo(shown);
    }
}
