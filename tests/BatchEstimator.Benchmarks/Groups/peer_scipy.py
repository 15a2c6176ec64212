# The milliseconds SciPy takes for each family: folder, number of groups, runs, families.
import sys
import time
import warnings

import numpy
from scipy import stats

FIT = {
    "normal": stats.norm.fit,
    "lognormal": lambda x: stats.lognorm.fit(x, floc=0),
    "gamma": lambda x: stats.gamma.fit(x, floc=0),
    "weibull": lambda x: stats.weibull_min.fit(x, floc=0),
    "exponential": lambda x: stats.expon.fit(x, floc=0),
}

warnings.simplefilter("ignore")
folder, groups, runs = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
for family in sys.argv[4:]:
    data = numpy.loadtxt(f"{folder}/{family}").reshape(groups, -1)
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        for x in data:
            FIT[family](x)
        times.append(time.perf_counter() - start)
    print(1e3 * min(times))
