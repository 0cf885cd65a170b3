package sml.gateway.modelhealth.quotas;

import sml.gateway.modelhealth.quotas.known.DocumentedQuotas;
import sml.gateway.modelhealth.quotas.rates.LearnedRateLimit;

/**
 * The rules of a quota ledger.
 *
 * @param hints limits that are known beforehand
 * @param accounts whose account and how many keys a provider uses
 * @param cap how limits that no provider reports are learned
 * @param paceAhead share of a day's quota that may be used before its time, above 0 to 1
 */
public record QuotaPolicy(
    DocumentedQuotas hints, QuotaAccounts accounts, LearnedRateLimit.Rules cap, double paceAhead) {}
