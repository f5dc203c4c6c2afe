"""The same fold in other stream processors, each as well set up as we know how."""
