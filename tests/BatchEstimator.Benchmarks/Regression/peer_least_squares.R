# The milliseconds of least squares: folder, rows, predictors, groups, rows of a group, predictors of a group, runs.
arguments <- commandArgs(trailingOnly = TRUE)
folder <- arguments[1]
sizes <- as.integer(arguments[-1])
runs <- sizes[6]

read <- function(name, n, p) {
  values <- readBin(file.path(folder, name), "double", n * (p + 1))
  list(x = cbind(1, matrix(values[seq_len(n * p)], n)), y = values[n * p + seq_len(n)])
}
best <- function(what) {
  times <- sapply(seq_len(runs), function(i) {
    time <- system.time(what())
    c(time[["elapsed"]], time[["user.self"]] + time[["sys.self"]])
  })
  1e3 * apply(times, 1, min)
}

blas <- normalizePath(extSoftVersion()[["BLAS"]])
cat(R.version.string, "; BLAS ", file.path(basename(dirname(blas)), basename(blas)), "\n", sep = "")
whole <- read("whole", sizes[1], sizes[2])
cat("whole", "R .lm.fit, no errors", best(function() .lm.fit(whole$x, whole$y)), sep = "\t")
cat("\n")
groups <- read("groups", sizes[3] * sizes[4], sizes[5])
parts <- lapply(seq_len(sizes[3]), function(i) {
  rows <- (i - 1) * sizes[4] + seq_len(sizes[4])
  list(x = groups$x[rows, ], y = groups$y[rows])
})
cat("groups", "R .lm.fit, no errors", best(function() for (part in parts) .lm.fit(part$x, part$y)), sep = "\t")
cat("\n")
