package sml.gateway.catalog;

/**
 * A provider has a key that it did not have before, so what its old key was refused no longer
 * counts. Published as an application event by every gateway as soon as it has the key.
 */
public record ProviderKeyAdded(String provider) {}
