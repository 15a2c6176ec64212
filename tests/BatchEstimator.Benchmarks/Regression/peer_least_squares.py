# The milliseconds of least squares: folder, rows, predictors, groups, rows of a group, predictors of a group, runs.
import os
import sys
import time

import numpy
import scipy.linalg
import sklearn
import statsmodels
import statsmodels.api
from sklearn.linear_model import LinearRegression

folder = sys.argv[1]
rows, predictors, groups, group_rows, group_predictors, runs = (int(a) for a in sys.argv[2:])


def read(name, n, p):
    columns = numpy.fromfile(f"{folder}/{name}", dtype="<f8").reshape(p + 1, n)
    return numpy.asfortranarray(numpy.column_stack([numpy.ones(n), columns[:-1].T])), columns[-1].copy()


def best(what):
    elapsed, used = [], []
    for _ in range(runs):
        start, processors = time.perf_counter(), time.process_time()
        what()
        elapsed.append(time.perf_counter() - start)
        used.append(time.process_time() - processors)
    return f"{1e3 * min(elapsed)}\t{1e3 * min(used)}"


def normal_equations(x, y):
    gram = x.T @ x
    return scipy.linalg.cho_solve(scipy.linalg.cho_factor(gram), x.T @ y)


def with_errors(x, y):
    inverse = scipy.linalg.inv(x.T @ x)
    beta = inverse @ (x.T @ y)
    rest = y - x @ beta
    return beta, numpy.sqrt(numpy.diag(inverse) * (rest @ rest) / (len(y) - len(beta)))


def statsmodels_ols(x, y):
    return statsmodels.api.OLS(y, x).fit(method="qr").bse


maps = open("/proc/self/maps").read() if os.path.exists("/proc/self/maps") else ""
libraries = {line.split()[-1] for line in maps.splitlines() if "blas" in os.path.basename(line.split()[-1])}
blas = sorted("/".join(path.split("/")[-2:]) for path in libraries if os.path.basename(path).startswith("lib"))
print(f"NumPy {numpy.__version__}, scikit-learn {sklearn.__version__}, statsmodels {statsmodels.__version__}; BLAS {', '.join(blas) or 'unknown'}")

x, y = read("whole", rows, predictors)
print("whole", "NumPy, normal equations, no errors", best(lambda: normal_equations(x, y)), sep="\t")
print("whole", "NumPy, normal equations with standard errors", best(lambda: with_errors(x, y)), sep="\t")
print("whole", "scikit-learn LinearRegression, no errors", best(lambda: LinearRegression(fit_intercept=False).fit(x, y)), sep="\t")
print("whole", "statsmodels OLS (QR), standard errors", best(lambda: statsmodels_ols(x, y)), sep="\t")

x, y = read("groups", groups * group_rows, group_predictors)
parts = [(numpy.ascontiguousarray(x[i:i + group_rows]), y[i:i + group_rows]) for i in range(0, groups * group_rows, group_rows)]
print("groups", "NumPy, normal equations with standard errors", best(lambda: [with_errors(a, b) for a, b in parts]), sep="\t")
