package sml.gateway.learning;

import org.springframework.stereotype.Component;
import sml.gateway.learning.circuit.Breakers;
import sml.gateway.learning.circuit.Cooldowns;
import sml.gateway.learning.circuit.SizeLimits;
import sml.gateway.learning.circuit.Storms;
import sml.gateway.learning.limits.LimitBook;
import sml.gateway.learning.results.Results;

/** All memories of this room in one hand. */
@Component
record Memory(
    Cooldowns cooldowns,
    Breakers breakers,
    Storms storms,
    SizeLimits sizes,
    LimitBook limits,
    Results results) {}
