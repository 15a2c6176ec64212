# The milliseconds MASS takes for each family: folder, number of groups, runs, families.
suppressMessages(library(MASS))
options(warn = -1)
given <- commandArgs(trailingOnly = TRUE)
for (family in given[-(1:3)]) {
  data <- matrix(scan(file.path(given[1], family), quiet = TRUE), ncol = as.integer(given[2]))
  # fitdistr cannot start a gamma search on data far from 1: it is given them in units of their mean.
  times <- replicate(as.integer(given[3]), system.time(
    for (group in seq_len(ncol(data))) {
      x <- data[, group]
      try(fitdistr(if (family == "gamma") x / mean(x) else x, family), silent = TRUE)
    })["elapsed"])
  cat(1e3 * min(times), "\n")
}
