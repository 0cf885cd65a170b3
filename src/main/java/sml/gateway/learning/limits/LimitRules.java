package sml.gateway.learning.limits;

import sml.gateway.learning.limits.rate.LearnedCap;

/**
 * What a book of limits goes by.
 *
 * @param hints limits that are known beforehand
 * @param accounts whose account and how many keys a provider uses
 * @param cap how limits that no provider tells are learned
 * @param paceAhead share of a day's quota that may be used before its time, above 0 to 1
 */
public record LimitRules(
    LimitHints hints, Accounts accounts, LearnedCap.Rules cap, double paceAhead) {}
