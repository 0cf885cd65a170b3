package sml.gateway.catalog;

import java.net.URI;
import java.util.List;

/**
 * A set of simulated providers. While there is one, its rows are all the providers there are: no
 * shipped ones, no stored keys, no discovery.
 */
public interface SimulatedProviders {

  /** The providers, listening already. */
  List<Row> rows();

  /**
   * One simulated provider; it needs no key.
   *
   * @param name its id in the catalogue
   * @param label its name for people, which says that it is simulated
   * @param baseUrl API root
   * @param access what its models are said to cost
   */
  record Row(
      String name,
      String label,
      String notes,
      URI baseUrl,
      List<Offer> models,
      Provider.Access access) {

    /** One that costs nothing. */
    public Row(String name, String label, String notes, URI baseUrl, List<Offer> models) {
      this(name, label, notes, baseUrl, models, Provider.Access.KEYLESS);
    }
  }

  /**
   * One model of a simulated provider.
   *
   * @param contextLength tokens
   * @param tools it can call tools
   */
  record Offer(String id, int contextLength, boolean tools) {}
}
