"""The map: points, camera, labels and picking."""
