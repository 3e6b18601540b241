package io.mediadeleter.vod;

/** Which way the API's credentials are taken from. */
public enum CredentialChoice {
    /** The first way that is there, in the SDK's order, which is the order of the others. */
    AUTO,
    /** The environment variables. */
    ENVIRONMENT,
    /** A profile file. */
    PROFILE,
    /** The role of the CVM instance. */
    CVM_ROLE,
    /** The OIDC role that TKE gives a pod. */
    TKE_OIDC_ROLE
}
