/** Runs scheduled work by Quartz, each job once in the cluster; the jobs are in the routes. */
@NullMarked
package sml.gateway.ops.jobs;

import org.jspecify.annotations.NullMarked;
