/**
 * Examines models: the questions, the graders, the exam rounds and the teachers. Routes nothing and
 * keeps no prompt of a client.
 */
@ApplicationModule(
    allowedDependencies = {
      "chat",
      "json",
      "network",
      "chat::hedge",
      "catalog",
      "jobs",
      "modelhealth",
      "upstream",
      "simulation"
    })
@NullMarked
package sml.gateway.school;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
