package sml.gateway.catalog.observed;

/** What is observed of a provider's access has changed; published when it is stored. */
public record AccessChanged(String provider) {}
