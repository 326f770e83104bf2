"""The door to a cluster: the same verbs over partitions, sent by Spark."""
