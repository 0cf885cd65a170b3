-- A search looks at one partition.
create index semantic_cache_partition on semantic_cache (partition, embedding_model);
