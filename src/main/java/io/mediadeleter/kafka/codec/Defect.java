package io.mediadeleter.kafka.codec;

/** What can be wrong with a record that is no valid request; each code is counted and filtered by. */
public enum Defect {
    /** The record has no value. */
    NULL_VALUE("NullValue"),
    /** The value is over 256 KiB. */
    TOO_LARGE("TooLarge"),
    /** The bytes are not UTF-8, or begin with a byte order mark. */
    INVALID_UTF8("InvalidUtf8"),
    /** The bytes are of another format than plain JSON, such as a Schema Registry's serializers write. */
    FOREIGN_FORMAT("ForeignFormat"),
    /** The text is not JSON. */
    INVALID_JSON("InvalidJson"),
    /** An object names a property twice, and readers differ in which one they take. */
    DUPLICATE_KEY("DuplicateKey"),
    /** More follows the end of the JSON value. */
    TRAILING_BYTES("TrailingBytes"),
    /** Objects and arrays are nested more than 64 deep. */
    TOO_DEEP("TooDeep"),
    /** The JSON is not what the request schema asks for. */
    SCHEMA_VIOLATION("SchemaViolation"),
    /** The operator wants every request to name its sub-application. */
    SUB_APP_ID_MISSING("SubAppIdMissing"),
    /** The operator does not allow deletions in this sub-application. */
    SUB_APP_ID_NOT_ALLOWED("SubAppIdNotAllowed"),
    /** The record claims to be a CloudEvent and is none. */
    INVALID_CLOUD_EVENT("InvalidCloudEvent"),
    /** Decoding failed in a way that none of the above foresees. */
    UNDECODABLE("Undecodable");

    private final String code;

    Defect(String code) {
        this.code = code;
    }

    /** The fault code: short, without spaces, stable. */
    public String code() {
        return code;
    }
}
