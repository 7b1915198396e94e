"""Sources that give pictures at their own pace: cameras, streams, files that play."""
