package sml.gateway.catalog.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.Model;
import sml.gateway.catalog.keys.RotatingKeyring;
import sml.gateway.catalog.models.ModelStore;
import sml.gateway.catalog.providers.Entry;
import sml.gateway.catalog.providers.EntryStore;
import sml.gateway.catalog.roster.LiveRoster;
import sml.gateway.chat.Call;
import sml.gateway.chat.HttpReply;

/** {@code GET /api/providers}: one card per provider. */
@Component("providerList")
final class ProviderList {
  private static final Set<String> OWN_SOURCES = Set.of("seed", "manual", "simulated");

  private final EntryStore entries;
  private final RotatingKeyring keyring;
  private final ModelStore models;
  private final LiveRoster roster;
  private final Bodies bodies;

  ProviderList(
      EntryStore entries,
      RotatingKeyring keyring,
      ModelStore models,
      LiveRoster roster,
      Bodies bodies) {
    this.entries = entries;
    this.keyring = keyring;
    this.models = models;
    this.roster = roster;
    this.bodies = bodies;
  }

  /** Shipped and operator-added providers that are active; with {@code source=all} every one. */
  public HttpReply list(Call call) {
    boolean all = "all".equals(call.query().get("source"));
    Map<String, Integer> known = models.counts();
    Map<String, Integer> offered = new HashMap<>();
    for (Model model : roster.models()) {
      if (model.chat()) {
        offered.merge(model.ref().provider(), 1, Integer::sum);
      }
    }
    List<ObjectNode> cards =
        entries.all().stream()
            .filter(
                row -> all || (OWN_SOURCES.contains(row.source()) && row.status().equals("active")))
            .map(
                row ->
                    card(
                        row,
                        known.getOrDefault(row.name(), 0),
                        offered.getOrDefault(row.name(), 0)))
            .toList();
    return bodies.reply(cards);
  }

  private ObjectNode card(Entry row, int known, int offered) {
    boolean stored = !keyring.stored(row.name()).isEmpty();
    ObjectNode card = bodies.object().put("provider", row.name());
    card.put("label", row.spec().label());
    card.put("envVar", row.spec().envVar());
    card.put("homepage", row.spec().homepage());
    card.put("source", row.source());
    card.put("freeTier", row.spec().freeTier());
    card.put("hasKey", stored || keyring.opens(row.name()));
    card.put("hasDbKey", stored);
    card.put("noKeyRequired", row.spec().needsNoKey());
    card.put("enabled", row.enabled());
    card.put("modelCount", known);
    card.put("availableCount", offered);
    card.put("billing", row.spec().billing());
    card.put("status", status(row, known));
    return card;
  }

  private String status(Entry row, int known) {
    if (!row.on()) {
      return "disabled";
    }
    if (keyring.stored(row.name()).isEmpty() && !keyring.opens(row.name())) {
      return "no_key";
    }
    if (!roster.usable(row.name())) {
      return "error";
    }
    return known == 0 ? "no_models" : "active";
  }
}
