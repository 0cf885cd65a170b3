package sml.gateway.routing;

import java.time.Duration;
import java.time.Instant;
import sml.gateway.catalog.Model;
import sml.gateway.chat.ExamScores.Report;
import sml.gateway.chat.LiveStats.Load;
import sml.gateway.chat.LiveStats.ModelStats;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.hedge.LatencyDistribution;
import sml.gateway.routing.CandidateRanking.Luck;
import sml.gateway.routing.CandidateRanking.RankedModel;

/** Models that fit, at idle providers, taken at what is expected of them. */
final class SampleFit {
  private SampleFit() {}

  static Model model(String provider, String id, String tier) {
    return new Model(
        new ModelRef(provider, id),
        id,
        32_000,
        0,
        true,
        null,
        null,
        false,
        id.contains("thai"),
        id.contains("thai") ? 0.85 : 0.4,
        Model.Kind.CHAT,
        tier,
        Instant.EPOCH);
  }

  static RankedModel of(Model model, ModelStats stats, boolean local, Report report) {
    Duration usual = stats.usualFirstContent();
    LatencyDistribution latencyDistribution =
        usual == null ? LatencyDistribution.UNKNOWN : LatencyDistribution.about(usual);
    String owner = model.ref().provider();
    return new RankedModel(
        model,
        stats,
        latencyDistribution,
        latencyDistribution,
        Load.NONE,
        Luck.NONE,
        owner,
        local,
        report);
  }
}
